package dev.prejoin.config;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.commons.text.similarity.JaroWinklerSimilarity;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;

/**
 * Reads settings: a properties file, overridden by environment variables ({@code
 * sink.flush.interval.ms} is {@code PREJOIN_SINK_FLUSH_INTERVAL_MS}), overridden by what a command
 * sets itself.
 */
public final class SettingsReader {
  /** Before a key's name in the environment. */
  public static final String ENVIRONMENT_PREFIX = "PREJOIN_";

  private static final List<String> PASSED_THROUGH =
      List.of(Keys.KAFKA, Keys.DEBEZIUM, Keys.CLICKHOUSE);
  private static final ConfigDef KEYS = Keys.definition();

  /** Prefers keys that begin alike. */
  private static final JaroWinklerSimilarity SIMILARITY = new JaroWinklerSimilarity();

  private SettingsReader() {}

  /**
   * Reads a file's settings.
   *
   * @param overrides by key; they win over file and environment
   * @throws ProblemException with every unknown key, wrong value and unreadable file
   */
  public static Settings read(
      Path file, Map<String, String> environment, Map<String, String> overrides) {
    Map<String, String> given = new TreeMap<>(properties(file));
    List<String> problems = new ArrayList<>();
    for (String key : given.keySet()) {
      unknown(key).ifPresent(problem -> problems.add(file + ": " + problem));
    }
    environment.forEach(
        (variable, value) -> {
          if (variable.startsWith(ENVIRONMENT_PREFIX)) {
            String key = keyOf(variable);
            unknown(key).ifPresent(p -> problems.add("environment " + variable + ": " + p));
            given.put(key, value);
          }
        });
    overrides.forEach(
        (key, value) -> unknown(key).ifPresent(problem -> problems.add("--set: " + problem)));
    given.putAll(overrides);
    return settings(given, problems);
  }

  private static Settings settings(Map<String, String> given, List<String> problems) {
    Map<String, Object> values = new HashMap<>();
    for (ConfigValue value : KEYS.validate(given)) {
      // A second message only says that what cannot be read is not there.
      value.errorMessages().stream().findFirst().ifPresent(problems::add);
      if (value.errorMessages().isEmpty() && value.value() != null) {
        values.put(value.name(), value.value());
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(ExitCode.CONFIGURATION, problems);
    }
    Map<String, String> passedThrough = new HashMap<>(given);
    passedThrough.keySet().removeAll(KEYS.names());
    return new Settings(values, passedThrough);
  }

  private static Map<String, String> properties(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (NoSuchFileException e) {
      throw new ProblemException(
          ExitCode.CONFIGURATION, file + ": there is no such file; --config names another");
    } catch (MalformedInputException e) {
      throw new ProblemException(ExitCode.CONFIGURATION, file + ": is not UTF-8");
    } catch (IOException | IllegalArgumentException e) {
      throw new ProblemException(ExitCode.CONFIGURATION, file + ": cannot be read: " + e);
    }
    Map<String, String> map = new HashMap<>();
    properties.forEach((key, value) -> map.put((String) key, ((String) value).strip()));
    return map;
  }

  /** Known keys are found whatever letters they have; others are dotted, lower case. */
  private static String keyOf(String variable) {
    String name = variable.substring(ENVIRONMENT_PREFIX.length());
    return KEYS.names().stream()
        .filter(key -> environmentName(key).equals(name))
        .findFirst()
        .orElse(name.toLowerCase(Locale.ROOT).replace('_', '.'));
  }

  private static String environmentName(String key) {
    return key.toUpperCase(Locale.ROOT).replace('.', '_');
  }

  private static Optional<String> unknown(String key) {
    if (KEYS.names().contains(key) || PASSED_THROUGH.stream().anyMatch(key::startsWith)) {
      return Optional.empty();
    }
    String nearest =
        KEYS.names().stream()
            .max(Comparator.comparingDouble(known -> SIMILARITY.apply(key, known)))
            .orElseThrow();
    return Optional.of(
        "unknown key "
            + key
            + "; did you mean "
            + nearest
            + "? Keys under "
            + String.join(", ", PASSED_THROUGH)
            + " pass through");
  }
}
