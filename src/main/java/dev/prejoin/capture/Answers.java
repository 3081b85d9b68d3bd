package dev.prejoin.capture;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What PostgreSQL answers to questions about itself, as text. */
record Answers(Connection connection) {
  /** Whether the one value is true; no row is false. */
  boolean truth(String query, String... arguments) throws SQLException {
    return text(query, arguments).equals("t");
  }

  /** The first value of the first row; empty if there is no row. */
  String text(String query, String... arguments) throws SQLException {
    List<List<String>> rows = rows(query, arguments);
    return rows.isEmpty() ? "" : rows.get(0).get(0);
  }

  List<List<String>> rows(String query, String... arguments) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setString(i + 1, arguments[i]);
      }
      List<List<String>> all = new ArrayList<>();
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          List<String> row = new ArrayList<>();
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            row.add(String.valueOf(rows.getString(i)));
          }
          all.add(row);
        }
      }
      return all;
    }
  }
}
