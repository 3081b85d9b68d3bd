package dev.prejoin.sink.clickhouse;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.sink.WarehouseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Applies numbered files of statements, in the order of their names and each once. The table {@code
 * prejoin_ddl} records what was applied. A start that ends within a file, and another process that
 * applies the same one, are why the statements say IF NOT EXISTS.
 */
public final class Ddl {
  /** TABLE_ALREADY_EXISTS in ClickHouse's ErrorCodes.cpp. */
  private static final int ALREADY_EXISTS = 57;

  private static final String RECORD =
      """
      CREATE TABLE IF NOT EXISTS prejoin_ddl
      (
          file        String,
          checksum    String COMMENT 'SHA-256',
          applied_at  DateTime64(3, 'UTC') DEFAULT now64(3)
      )
      ENGINE = MergeTree ORDER BY file
      """;

  private final ClickHouse clickHouse;

  public Ddl(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /**
   * Applies a directory's files that have not been applied, and returns their names.
   *
   * @throws ProblemException if a file cannot be read, was changed after it was applied, or holds a
   *     statement that the server refuses
   */
  public List<String> apply(Path directory) {
    Map<String, String> scripts = read(directory);
    clickHouse.execute(RECORD, Map.of());
    Map<String, String> applied = applied();
    refuseChanged(directory, scripts, applied);
    List<String> now = new ArrayList<>();
    scripts.keySet().stream()
        .sorted()
        .filter(file -> !applied.containsKey(file))
        .forEach(
            file -> {
              applyFile(file, String.valueOf(scripts.get(file)));
              now.add(file);
            });
    return now;
  }

  /** A file as {@code prejoin_ddl} names it: with its folder. */
  static String name(Path file) {
    Path folder = file.getParent();
    return (folder == null ? "" : folder.getFileName() + "/") + file.getFileName();
  }

  /** What a directory's files no longer say as they did when they were applied; asks only. */
  public List<String> changed(Path directory) {
    return new Catalog(clickHouse).table("prejoin_ddl").isEmpty()
        ? List.of()
        : changed(directory, read(directory), applied());
  }

  /** The files' texts by {@link #name}. */
  static Map<String, String> read(Path directory) {
    Map<String, String> scripts = new HashMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".sql")).toList()) {
        scripts.put(name(file), Files.readString(file));
      }
    } catch (IOException e) {
      throw new ProblemException(
          ExitCode.CONFIGURATION,
          directory
              + ": cannot be read ("
              + e
              + "); it should hold the tables' numbered .sql files");
    }
    return scripts;
  }

  private Map<String, String> applied() {
    Map<String, String> applied = new HashMap<>();
    clickHouse
        .rows("SELECT file, checksum FROM prejoin_ddl")
        .forEach(row -> applied.put(row.getString("file"), row.getString("checksum")));
    return applied;
  }

  private static List<String> changed(
      Path directory, Map<String, String> scripts, Map<String, String> applied) {
    return scripts.entrySet().stream()
        .filter(
            script ->
                !applied
                    .getOrDefault(script.getKey(), checksum(script.getValue()))
                    .equals(checksum(script.getValue())))
        .map(
            script ->
                script.getKey()
                    + " was changed after it was applied; restore it, and add a new file to "
                    + directory
                    + " with the statements that make the difference")
        .sorted()
        .toList();
  }

  private static void refuseChanged(
      Path directory, Map<String, String> scripts, Map<String, String> applied) {
    List<String> problems = changed(directory, scripts, applied);
    if (!problems.isEmpty()) {
      throw new ProblemException(ExitCode.CONFIGURATION, problems);
    }
  }

  private void applyFile(String file, String script) {
    for (String statement : DdlScript.statements(script)) {
      try {
        clickHouse.execute(statement, Map.of());
      } catch (WarehouseException e) {
        if (e.kind() != WarehouseException.Kind.REFUSED) {
          throw e;
        }
        throw new ProblemException(
            ExitCode.ENVIRONMENT,
            file
                + ": "
                + e.getMessage()
                + "; the statement begins: "
                + statement.lines().findFirst().orElse("")
                + (e.code() == ALREADY_EXISTS
                    ? "; where an earlier start ended within this file, IF NOT EXISTS goes on"
                    : ""));
      }
    }
    clickHouse.execute(
        "INSERT INTO prejoin_ddl (file, checksum) VALUES (%s, %s)"
            .formatted(Literals.text(file), Literals.text(checksum(script))),
        Map.of("async_insert", "0"));
  }

  private static String checksum(String script) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
