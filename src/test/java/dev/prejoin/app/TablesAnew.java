package dev.prejoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.devstack.FreshDevStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;

/** Does what docs/guarantee.md, "Tables made anew", tells users to do, as it stands there. */
final class TablesAnew {
  private static final Pattern STATEMENTS = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);
  private static final Pattern OFFSETS =
      Pattern.compile(
          "(?m)^kafka-consumer-groups.sh .*--group (\\S+) --topic (\\S+) --delete-offsets$");

  private TablesAnew() {}

  static void asTheGuideSays(String topic, FreshDevStack servers) throws Exception {
    String guide = Files.readString(Path.of("docs/guarantee.md"));
    String section = guide.split("\n## Tables made anew\n")[1].split("\n## ")[0];
    List<String> statements =
        STATEMENTS
            .matcher(section)
            .results()
            .map(block -> block.group(1))
            .filter(block -> block.contains("topic = '" + topic + "'"))
            .flatMap(block -> Pattern.compile(";\\s*").splitAsStream(block))
            .toList();
    assertThat(statements).isNotEmpty();
    for (String statement : statements) {
      servers.clickHouse(statement);
    }
    List<MatchResult> offsets =
        OFFSETS.matcher(section).results().filter(line -> line.group(2).equals(topic)).toList();
    assertThat(offsets).hasSize(1);
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", servers.stack().kafkaBootstrapServers()))) {
      // As the command does: of all partitions that there are, whatever offsets they have.
      Set<TopicPartition> partitions =
          admin
              .describeTopics(List.of(topic))
              .allTopicNames()
              .get()
              .get(topic)
              .partitions()
              .stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .collect(Collectors.toSet());
      admin.deleteConsumerGroupOffsets(offsets.get(0).group(1), partitions).all().get();
    }
  }
}
