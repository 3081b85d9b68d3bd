package dev.prejoin.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.types.Password;

/** Every configuration key: its type, its default, what is allowed and what it is for. */
final class Keys {
  /** Keys under these prefixes pass through to the client or engine, without the prefix. */
  static final String KAFKA = "kafka.";

  static final String DEBEZIUM = "debezium.";
  static final String CLICKHOUSE = "clickhouse.";

  static final String PIPELINES = "pipelines";
  static final String ROLES = "roles";
  static final String SCHEMAS_DIRECTORY = "schemas.directory";
  static final String STATE_DIRECTORY = "state.directory";
  static final String POSTGRES_HOST = "postgres.host";
  static final String POSTGRES_PORT = "postgres.port";
  static final String POSTGRES_DATABASE = "postgres.database";
  static final String POSTGRES_USER = "postgres.user";
  static final String POSTGRES_PASSWORD = "postgres.password";
  static final String CAPTURE_NAME = "capture.name";
  static final String CAPTURE_SNAPSHOT_CHUNK_ROWS = "capture.snapshot.chunk.rows";
  static final String KAFKA_BOOTSTRAP_SERVERS = "kafka.bootstrap.servers";
  static final String REGISTRY_URL = "registry.url";
  static final String REGISTRY_USER = "registry.user";
  static final String REGISTRY_PASSWORD = "registry.password";
  static final String TOPIC_FORMAT = "topic.format";
  static final String TOPIC_PARTITIONS = "topic.partitions";
  static final String TOPIC_REPLICATION_FACTOR = "topic.replication.factor";
  static final String TOPIC_RETENTION_HOURS = "topic.retention.hours";
  static final String TOPOLOGY_APPLICATION_ID = "topology.application.id";
  static final String TOPOLOGY_THREADS = "topology.threads";
  static final String TOPOLOGY_COMMIT_INTERVAL_MS = "topology.commit.interval.ms";
  static final String CLICKHOUSE_URL = "clickhouse.url";
  static final String CLICKHOUSE_DATABASE = "clickhouse.database";
  static final String CLICKHOUSE_USER = "clickhouse.user";
  static final String CLICKHOUSE_PASSWORD = "clickhouse.password";
  static final String DDL_DIRECTORY = "ddl.directory";
  static final String QUERIES_DIRECTORY = "queries.directory";
  static final String SINK_GROUP_ID = "sink.group.id";
  static final String SINK_FLUSH_INTERVAL_MS = "sink.flush.interval.ms";
  static final String SINK_BATCH_ROWS = "sink.batch.rows";
  static final String SINK_LAND_L1 = "sink.land.l1";
  static final String SINK_RESTATE_ROWS_PER_SECOND = "sink.restate.rows.per.second";
  static final String CONSOLE_HOST = "console.host";
  static final String CONSOLE_PORT = "console.port";
  static final String CONSOLE_TOKEN = "console.token";
  static final String CONSOLE_NAMES = "console.names";
  static final String CONSOLE_QUERY_USER = "console.query.user";
  static final String CONSOLE_QUERY_PASSWORD = "console.query.password";
  static final String PEER_ENABLED = "peer.enabled";
  static final String PEER_DATABASE = "peer.database";
  static final String PEER_DIRECTORY = "peer.directory";
  static final String PEER_INTERVAL_MS = "peer.interval.ms";
  static final String PEER_ROWS = "peer.rows";
  static final String DEMO_DIRECTORY = "demo.directory";
  static final String DEMO_POSTGRES_PORT = "demo.postgres.port";
  static final String DEMO_KAFKA_PORT = "demo.kafka.port";
  static final String DEMO_KAFKA_CONTROLLER_PORT = "demo.kafka.controller.port";
  static final String DEMO_REGISTRY_PORT = "demo.registry.port";
  static final String DEMO_CLICKHOUSE_PORT = "demo.clickhouse.port";
  static final String DEMO_RATE = "demo.rate";
  static final String DEMO_EXPERIMENTS_RATE = "demo.experiments.rate";
  static final String DEMO_DEVICES = "demo.devices";
  static final String DEMO_SEED = "demo.seed";
  static final String DEMO_UPDATES = "demo.updates.per.minute";
  static final String DEMO_DELETES = "demo.deletes.per.minute";
  static final String DEMO_METADATA_CHANGES = "demo.metadata.changes.per.minute";
  static final String DEMO_LATE = "demo.late.per.minute";
  static final String DEMO_PEER = "demo.peer";

  private static final Password NO_PASSWORD = new Password("");

  private Keys() {}

  static ConfigDef definition() {
    ConfigDef keys = new ConfigDef();
    what(keys);
    postgres(keys);
    kafka(keys);
    topology(keys);
    clickHouse(keys);
    console(keys);
    peer(keys);
    demo(keys);
    demoChanges(keys);
    return keys;
  }

  private static void what(ConfigDef keys) {
    keys.define(
            PIPELINES,
            ConfigDef.Type.LIST,
            "topology",
            HIGH,
            "The pipelines that run together: files of sources and views, or directories for every"
                + " .sql file in them. A command that names files runs those instead.")
        .define(
            ROLES,
            ConfigDef.Type.LIST,
            "capture,topology,sink,console",
            ConfigDef.ValidList.in("capture", "topology", "sink", "console"),
            MEDIUM,
            "What this process does. Each role can run alone; Kafka is all they share.")
        .define(
            SCHEMAS_DIRECTORY,
            ConfigDef.Type.STRING,
            "schemas/avro",
            LOW,
            "Where the Avro schemas are: the columns of sources and views.")
        .define(
            STATE_DIRECTORY,
            ConfigDef.Type.STRING,
            ".prejoin/state",
            LOW,
            "What a process knows again when it was restarted: who it is in its groups, and what"
                + " Kafka Streams keeps on disk. Nothing is lost with it but some seconds.");
  }

  private static void postgres(ConfigDef keys) {
    keys.define(
            POSTGRES_HOST, ConfigDef.Type.STRING, "127.0.0.1", HIGH, "The source database's host.")
        .define(POSTGRES_PORT, ConfigDef.Type.INT, 5432, port(), HIGH, "Its port.")
        .define(POSTGRES_DATABASE, ConfigDef.Type.STRING, "postgres", HIGH, "Its database.")
        .define(
            POSTGRES_USER,
            ConfigDef.Type.STRING,
            "postgres",
            HIGH,
            "A user with the REPLICATION attribute that may read the tables.")
        .define(
            POSTGRES_PASSWORD, ConfigDef.Type.PASSWORD, NO_PASSWORD, HIGH, "That user's password.")
        .define(
            CAPTURE_NAME,
            ConfigDef.Type.STRING,
            "prejoin",
            new ConfigDef.NonEmptyString(),
            MEDIUM,
            "Names the replication slot, the publication and the position kept in Kafka.")
        .define(
            CAPTURE_SNAPSHOT_CHUNK_ROWS,
            ConfigDef.Type.INT,
            20_000,
            ConfigDef.Range.between(1, 1_000_000),
            LOW,
            "A snapshot reads and commits so many rows at once, while changes stream on.");
  }

  private static void kafka(ConfigDef keys) {
    keys.define(
            KAFKA_BOOTSTRAP_SERVERS,
            ConfigDef.Type.STRING,
            "127.0.0.1:9092",
            HIGH,
            "Kafka. Any other key under kafka. goes to every Kafka client as it is,"
                + " such as kafka.security.protocol.")
        .define(
            REGISTRY_URL,
            ConfigDef.Type.STRING,
            "http://127.0.0.1:8081",
            HIGH,
            "A schema registry with Confluent's REST API.")
        .define(REGISTRY_USER, ConfigDef.Type.STRING, "", MEDIUM, "Its user; empty for none.")
        .define(
            REGISTRY_PASSWORD,
            ConfigDef.Type.PASSWORD,
            NO_PASSWORD,
            MEDIUM,
            "That user's password.")
        .define(
            TOPIC_FORMAT,
            ConfigDef.Type.STRING,
            "avro",
            ConfigDef.ValidString.in("avro", "json"),
            MEDIUM,
            "How rows are written in topics: avro, or json for tools that know no Avro."
                + " Choose before the first start.")
        .define(
            TOPIC_PARTITIONS,
            ConfigDef.Type.INT,
            4,
            ConfigDef.Range.between(1, 1024),
            MEDIUM,
            "Partitions of a topic of facts when it is created.")
        .define(
            TOPIC_REPLICATION_FACTOR,
            ConfigDef.Type.INT,
            -1,
            MEDIUM,
            "Replicas of a topic when it is created; -1 for the broker's default.")
        .define(
            TOPIC_RETENTION_HOURS,
            ConfigDef.Type.INT,
            168,
            ConfigDef.Range.atLeast(1),
            LOW,
            "How long topics of facts, rejects and dead letters keep their records.");
  }

  private static void topology(ConfigDef keys) {
    keys.define(
            TOPOLOGY_APPLICATION_ID,
            ConfigDef.Type.STRING,
            "prejoin",
            new ConfigDef.NonEmptyString(),
            MEDIUM,
            "Kafka Streams' application id. A view that makes a dimension is an application of its"
                + " own: this name, -dimension- and the view's target.")
        .define(
            TOPOLOGY_THREADS,
            ConfigDef.Type.INT,
            1,
            ConfigDef.Range.between(1, 256),
            MEDIUM,
            "Threads that filter and enrich.")
        .define(
            TOPOLOGY_COMMIT_INTERVAL_MS,
            ConfigDef.Type.INT,
            100,
            ConfigDef.Range.between(10, 30_000),
            LOW,
            "How often the topology commits; rows are seen downstream only then.");
  }

  private static void clickHouse(ConfigDef keys) {
    keys.define(
            CLICKHOUSE_URL,
            ConfigDef.Type.STRING,
            "http://127.0.0.1:8123",
            HIGH,
            "ClickHouse's HTTP interface. Any other key under clickhouse. goes to"
                + " ClickHouse's Java client as it is.")
        .define(
            CLICKHOUSE_DATABASE,
            ConfigDef.Type.STRING,
            "default",
            HIGH,
            "The database of the tables.")
        .define(CLICKHOUSE_USER, ConfigDef.Type.STRING, "default", HIGH, "The user.")
        .define(
            CLICKHOUSE_PASSWORD, ConfigDef.Type.PASSWORD, NO_PASSWORD, HIGH, "The user's password.")
        .define(
            DDL_DIRECTORY,
            ConfigDef.Type.STRING,
            "clickhouse/ddl",
            LOW,
            "Where the numbered DDL is: a folder per pipeline.")
        .define(
            QUERIES_DIRECTORY,
            ConfigDef.Type.STRING,
            "clickhouse/queries",
            LOW,
            "Where the queries are that the console's pages ask: a file per pipeline, if it has any.")
        .define(
            SINK_GROUP_ID,
            ConfigDef.Type.STRING,
            "prejoin-sink",
            new ConfigDef.NonEmptyString(),
            MEDIUM,
            "The sink's consumer group.")
        .define(
            SINK_FLUSH_INTERVAL_MS,
            ConfigDef.Type.INT,
            200,
            ConfigDef.Range.between(10, 60_000),
            MEDIUM,
            "A batch is inserted after this time even if it is small.")
        .define(
            SINK_BATCH_ROWS,
            ConfigDef.Type.INT,
            100_000,
            ConfigDef.Range.between(1, 10_000_000),
            MEDIUM,
            "A batch is inserted when it has this many rows.")
        .define(
            SINK_LAND_L1,
            ConfigDef.Type.BOOLEAN,
            false,
            LOW,
            "Whether the captured facts, before any rule, are landed in ClickHouse too. Those of"
                + " which a row may be made again, as a dimension changes, are landed in any case."
                + " Without it, changed views of others are restated by a snapshot only.")
        .define(
            SINK_RESTATE_ROWS_PER_SECOND,
            ConfigDef.Type.INT,
            5_000,
            ConfigDef.Range.between(1, 10_000_000),
            MEDIUM,
            "How many rows a process makes again in a second at most, when a dimension changes or a"
                + " view is restated, so that fresh rows need not wait.");
  }

  private static void console(ConfigDef keys) {
    keys.define(
            CONSOLE_HOST,
            ConfigDef.Type.STRING,
            "127.0.0.1",
            new ConfigDef.NonEmptyString(),
            MEDIUM,
            "Where the console listens: an address of this machine, or 0.0.0.0 for all. Beyond"
                + " loopback it needs console.token.")
        .define(CONSOLE_PORT, ConfigDef.Type.INT, 3000, port(), MEDIUM, "The console's port.")
        .define(
            CONSOLE_TOKEN,
            ConfigDef.Type.PASSWORD,
            NO_PASSWORD,
            new TokenForm(),
            MEDIUM,
            "What people sign in to the console with, and programs send as Authorization: Bearer."
                + " Without one, nobody is asked, and it listens on loopback only. It goes"
                + " unencrypted: beyond this machine, put a reverse proxy with TLS in front.")
        .define(
            CONSOLE_NAMES,
            ConfigDef.Type.LIST,
            "",
            MEDIUM,
            "Further host names under which browsers reach the console, such as a reverse"
                + " proxy's. With a token, its IP addresses are taken as they are.")
        .define(
            CONSOLE_QUERY_USER,
            ConfigDef.Type.STRING,
            "",
            MEDIUM,
            "The user of ClickHouse as whom the console asks the queries that people write. It must"
                + " be one who can only read; the page of queries shows the statements that make"
                + " one. Empty for none: nobody can write queries then.")
        .define(
            CONSOLE_QUERY_PASSWORD,
            ConfigDef.Type.PASSWORD,
            NO_PASSWORD,
            MEDIUM,
            "That user's password.");
  }

  private static void peer(ConfigDef keys) {
    keys.define(
            PEER_ENABLED,
            ConfigDef.Type.BOOLEAN,
            false,
            LOW,
            "Whether the same changes also go through ClickHouse's own join, in a database of its"
                + " own, so that ./prejoin drift can say how far that is from the truth. It takes"
                + " about what the join takes; in one process only. The demo has demo.peer.")
        .define(
            PEER_DIRECTORY,
            ConfigDef.Type.STRING,
            "clickhouse/peer",
            LOW,
            "Where a pipeline is written as one builds it in ClickHouse alone: a file per"
                + " pipeline. One without a file has no peer.")
        .define(
            PEER_DATABASE,
            ConfigDef.Type.STRING,
            "prejoin_peer",
            new ConfigDef.NonEmptyString(),
            LOW,
            "The database of that join; _ and the pipeline's name follow.")
        .define(
            PEER_INTERVAL_MS,
            ConfigDef.Type.INT,
            5_000,
            ConfigDef.Range.between(100, 3_600_000),
            LOW,
            "How often the two are compared, at most. It rests nine times as long as that took, but"
                + " never for more than ten of these.")
        .define(
            PEER_ROWS,
            ConfigDef.Type.INT,
            2_000_000,
            ConfigDef.Range.between(1, 1_000_000_000),
            LOW,
            "So many joined rows are compared at most: those of the newest hours.");
  }

  private static void demoChanges(ConfigDef keys) {
    keys.define(
            DEMO_UPDATES,
            ConfigDef.Type.INT,
            120,
            perMinute(),
            LOW,
            "Facts whose measure the demo mends in a minute, old ones and new ones alike.")
        .define(
            DEMO_DELETES,
            ConfigDef.Type.INT,
            30,
            perMinute(),
            LOW,
            "Facts that the demo removes in a minute, old ones and new ones alike.")
        .define(
            DEMO_METADATA_CHANGES,
            ConfigDef.Type.INT,
            6,
            perMinute(),
            LOW,
            "Devices that get another customer, building type or place in a minute; of experiments,"
                + " users with another plan and variants with another name.")
        .define(
            DEMO_LATE,
            ConfigDef.Type.INT,
            3,
            perMinute(),
            LOW,
            "Devices that begin to send readings in a minute, with metadata only twenty seconds"
                + " later. In the demo of experiments one user and one assignment in twenty come that"
                + " late, unless it is 0.")
        .define(
            DEMO_PEER,
            ConfigDef.Type.BOOLEAN,
            true,
            LOW,
            "Whether the demo shows ClickHouse's own join beside prejoin, for ./prejoin drift.");
  }

  private static ConfigDef.Validator perMinute() {
    return ConfigDef.Range.between(0, 60_000);
  }

  private static void demo(ConfigDef keys) {
    keys.define(
            DEMO_DIRECTORY,
            ConfigDef.Type.STRING,
            ".prejoin",
            LOW,
            "Where the demo keeps its servers' programs, data and logs.")
        .define(
            DEMO_POSTGRES_PORT, ConfigDef.Type.INT, 15432, port(), LOW, "The demo's PostgreSQL.")
        .define(DEMO_KAFKA_PORT, ConfigDef.Type.INT, 19092, port(), LOW, "The demo's Kafka.")
        .define(
            DEMO_KAFKA_CONTROLLER_PORT,
            ConfigDef.Type.INT,
            19093,
            port(),
            LOW,
            "The demo's Kafka, to itself.")
        .define(
            DEMO_REGISTRY_PORT,
            ConfigDef.Type.INT,
            18081,
            port(),
            LOW,
            "The demo's schema registry.")
        .define(
            DEMO_CLICKHOUSE_PORT, ConfigDef.Type.INT, 18123, port(), LOW, "The demo's ClickHouse.")
        .define(
            DEMO_RATE,
            ConfigDef.Type.INT,
            200,
            ConfigDef.Range.between(1, 1_000_000),
            LOW,
            "Readings that the demo of power generates in a second.")
        .define(
            DEMO_EXPERIMENTS_RATE,
            ConfigDef.Type.INT,
            40,
            ConfigDef.Range.between(1, 1_000_000),
            LOW,
            "Events that the demo of experiments generates in a second.")
        .define(
            DEMO_DEVICES,
            ConfigDef.Type.INT,
            1000,
            ConfigDef.Range.between(1, 10_000_000),
            LOW,
            "Devices of the demo of power.")
        .define(DEMO_SEED, ConfigDef.Type.LONG, 42L, LOW, "The same seed makes the same facts.");
  }

  private static ConfigDef.Validator port() {
    return ConfigDef.Range.between(0, 65_535);
  }
}
