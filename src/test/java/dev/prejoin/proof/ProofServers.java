package dev.prejoin.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.devstack.DevStack;
import dev.prejoin.devstack.SharedDevStack;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** The real servers of the tests of generator and oracle: a database of one's own in each. */
public record ProofServers(String postgres, String clickHouseUrl, String database) {
  public static final String USER = "postgres";
  public static final String PASSWORD = "it's\\secret";

  /**
   * Makes both databases anew.
   *
   * @param database a name that no other test uses
   */
  public static ProofServers with(String database) {
    DevStack stack = SharedDevStack.get();
    ProofServers servers =
        new ProofServers(
            stack.postgresHost() + ":" + stack.postgresPort(), stack.clickHouseUrl(), database);
    servers.postgres("postgres", "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
    servers.postgres("postgres", "CREATE DATABASE " + database);
    servers.clickHouse("DROP DATABASE IF EXISTS " + database + " SYNC");
    servers.clickHouse("CREATE DATABASE " + database);
    return servers;
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://" + postgres + "/" + database;
  }

  public String postgresHost() {
    return postgres.substring(0, postgres.lastIndexOf(':'));
  }

  public int postgresPort() {
    return Integer.parseInt(postgres.substring(postgres.lastIndexOf(':') + 1));
  }

  public void drop() {
    postgres("postgres", "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)");
    clickHouse("DROP DATABASE IF EXISTS " + database + " SYNC");
  }

  public void postgres(String statement) {
    postgres(database, statement);
  }

  /** The first row, its columns joined by a blank. */
  public String ask(String query) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl(), USER, PASSWORD);
        Statement statement = connection.createStatement();
        var result = statement.executeQuery(query)) {
      result.next();
      StringBuilder row = new StringBuilder();
      for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
        row.append(i == 1 ? "" : " ").append(result.getString(i));
      }
      return row.toString();
    } catch (SQLException e) {
      throw new AssertionError(query, e);
    }
  }

  public String clickHouse(String statement) {
    try {
      HttpResponse<String> response =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(clickHouseUrl + "/?mutations_sync=1"))
                      .POST(HttpRequest.BodyPublishers.ofString(statement))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      return response.body().strip();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private void postgres(String base, String statement) {
    String url = "jdbc:postgresql://" + postgres + "/" + base;
    try (Connection connection = DriverManager.getConnection(url, USER, PASSWORD);
        Statement running = connection.createStatement()) {
      running.execute(statement);
    } catch (SQLException e) {
      throw new AssertionError(statement, e);
    }
  }
}
