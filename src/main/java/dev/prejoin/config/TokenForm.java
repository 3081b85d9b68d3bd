package dev.prejoin.config;

import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;

/** None, or one that is long enough and can be written into a header as it is. */
final class TokenForm implements ConfigDef.Validator {
  private static final Pattern VISIBLE = Pattern.compile("[!-~]{16,512}");

  @Override
  public void ensureValid(String key, Object value) {
    String token = ((Password) value).value();
    if (!token.isEmpty() && !VISIBLE.matcher(token).matches()) {
      // Without the value, which Kafka's message would show if it were no Password.
      throw new ConfigException(
          key
              + " is not of 16 to 512 visible ASCII characters without spaces;"
              + " openssl rand -base64 24 makes one");
    }
  }

  @Override
  public String toString() {
    return "none, or 16 to 512 visible ASCII characters";
  }
}
