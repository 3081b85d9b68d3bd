package dev.prejoin.speed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The view of orders.sql, as one would write it in Java with Jackson. */
final class HandWrittenOrders {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern EUROPE = Pattern.compile("EU-..-.*", Pattern.DOTALL);
  private static final BigDecimal LARGE = BigDecimal.valueOf(1000);
  private static final BigDecimal NOTHING = BigDecimal.valueOf(0, 2);
  private static final int ORDER_ID = 0;
  private static final int CREATED = 1;
  private static final int CUSTOMER_ID = 2;
  private static final int PRODUCT_ID = 3;
  private static final int QUANTITY = 4;
  private static final int PRICE = 5;
  private static final int SHIPPING = 6;
  private static final int DETAILS = 7;
  private static final @Nullable Object[] NO_CUSTOMER = {0L, "", "", null};
  private static final @Nullable Object[] NO_PRODUCT = {0L, "", ""};

  private record Details(String channel, double discount) {
    static final Details NONE = new Details("", 0);
  }

  private final Map<Object, @Nullable Object[]> customers;
  private final Map<Object, @Nullable Object[]> products;

  HandWrittenOrders(
      Map<Object, @Nullable Object[]> customers, Map<Object, @Nullable Object[]> products) {
    this.customers = customers;
    this.products = products;
  }

  @Nullable Object @Nullable [] enriched(@Nullable Object[] order) {
    BigDecimal price = (BigDecimal) order[PRICE];
    if (price.signum() <= 0) {
      return null;
    }
    @Nullable Object[] customer = customers.getOrDefault(order[CUSTOMER_ID], NO_CUSTOMER);
    if (((String) customer[2]).contains("@test.")) {
      return null;
    }
    @Nullable Object[] product = products.getOrDefault(order[PRODUCT_ID], NO_PRODUCT);
    BigDecimal shipping = (BigDecimal) order[SHIPPING];
    BigDecimal amount = price.multiply(BigDecimal.valueOf((Integer) order[QUANTITY]));
    Details details = details((String) order[DETAILS]);
    return new Object[] {
      order[ORDER_ID],
      order[CREATED],
      customer[1],
      customer[3] == null ? "unknown" : customer[3],
      product[2],
      details.channel,
      details.discount,
      amount,
      amount.add(shipping == null ? NOTHING : shipping),
      shelf((String) product[1]),
      size(price, amount, shipping)
    };
  }

  private static String shelf(String sku) {
    if (EUROPE.matcher(sku).matches()) {
      return "europe";
    }
    return sku.endsWith("-gift") ? "gift" : "world";
  }

  private static String size(BigDecimal price, BigDecimal amount, @Nullable BigDecimal shipping) {
    if (amount.compareTo(LARGE) >= 0) {
      return "large";
    }
    return shipping != null && price.compareTo(shipping) < 0 ? "costly to ship" : "small";
  }

  private static Details details(String json) {
    try (JsonParser parser = JSON.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return Details.NONE;
      }
      String channel = "";
      double discount = 0;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        JsonToken value = parser.nextToken();
        if (name.equals("channel") && value == JsonToken.VALUE_STRING) {
          channel = parser.getText();
        } else if (name.equals("discount") && value.isNumeric()) {
          discount = parser.getDoubleValue();
        } else {
          parser.skipChildren();
        }
      }
      return new Details(channel, discount);
    } catch (IOException e) {
      return Details.NONE;
    }
  }
}
