package dev.prejoin.spec;

import dev.prejoin.plan.Relations;
import dev.prejoin.schema.ClickHouseTypes;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.Relation;
import dev.prejoin.spec.Part.Fence;
import dev.prejoin.sql.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The columns of sources and targets as a spec lists them: {@code readings (device_id UInt32, power
 * Float64) key (id Int64)}. A key column without a type is one of the columns.
 */
final class ColumnLists {
  /** Thrown where the text cannot be read on. */
  private static final class Unreadable extends Exception {
    private final int offset;

    Unreadable(int offset, String message) {
      super(message);
      this.offset = offset;
    }
  }

  private final String text;
  private int at;

  private ColumnLists(String text) {
    this.text = text;
  }

  /** The relations of all blocks; a later one replaces an earlier one of its name. */
  static Relations read(List<Fence> blocks, Problems problems) {
    Map<String, Relation> relations = new HashMap<>();
    for (Fence block : blocks) {
      ColumnLists lists = new ColumnLists(block.text());
      try {
        while (!lists.atEnd()) {
          Relation relation = lists.relation();
          relations.put(relation.name(), relation);
        }
      } catch (Unreadable e) {
        String before = block.text().substring(0, e.offset);
        int line = (int) before.chars().filter(c -> c == '\n').count();
        problems.add(
            block.line() + line,
            e.offset - before.lastIndexOf('\n'),
            String.valueOf(e.getMessage()));
      }
    }
    return name -> Optional.ofNullable(relations.get(name));
  }

  private Relation relation() throws Unreadable {
    String name = name("the name of a source or target");
    List<Column> columns = columns(List.of());
    int keyAt = skipBlanks();
    if (!text.startsWith("key", at) || isWord(at + 3)) {
      return new Relation(name, columns, List.of());
    }
    at = keyAt + 3;
    return new Relation(name, columns, columns(columns));
  }

  private List<Column> columns(List<Column> known) throws Unreadable {
    expect('(');
    List<Column> columns = new ArrayList<>();
    do {
      int start = skipBlanks();
      String name = name("the name of a column");
      int typeAt = skipBlanks();
      String type = typeText();
      if (type.isEmpty()) {
        columns.add(
            known.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .orElseThrow(
                    () -> new Unreadable(start, "which type has " + name + "? write it behind")));
      } else {
        columns.add(new Column(name, type(type, typeAt)));
      }
    } while (accept(','));
    expect(')');
    return columns;
  }

  private static ColumnType type(String name, int offset) throws Unreadable {
    try {
      return ClickHouseTypes.parse(name);
    } catch (IllegalArgumentException e) {
      throw new Unreadable(
          offset,
          e.getMessage()
              + "; types are ClickHouse's, such as Int64, UInt32, Float64, String, Bool, Date32, DateTime64(3), Nullable(String)");
    }
  }

  /** As far as a comma or parenthesis that is not the type's own. */
  private String typeText() {
    int start = at;
    int depth = 0;
    boolean quoted = false;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      quoted ^= c == '\'' && text.charAt(at - 1) != '\\';
      if (!quoted) {
        if (depth == 0 && (c == ',' || c == ')')) {
          break;
        }
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      }
    }
    return text.substring(start, at).strip();
  }

  private String name(String what) throws Unreadable {
    int start = skipBlanks();
    while (isWord(at)) {
      at++;
    }
    if (start == at) {
      throw new Unreadable(start, what + " is expected here, as in: readings (power Float64)");
    }
    return text.substring(start, at);
  }

  private boolean isWord(int offset) {
    return offset < text.length()
        && (Character.isLetterOrDigit(text.charAt(offset)) || text.charAt(offset) == '_');
  }

  private void expect(char symbol) throws Unreadable {
    if (!accept(symbol)) {
      throw new Unreadable(
          at, "a " + symbol + " is expected here, as in: readings (power Float64) key (id Int64)");
    }
  }

  private boolean accept(char symbol) {
    boolean found = skipBlanks() < text.length() && text.charAt(at) == symbol;
    at += found ? 1 : 0;
    return found;
  }

  private boolean atEnd() {
    return skipBlanks() == text.length();
  }

  private int skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
