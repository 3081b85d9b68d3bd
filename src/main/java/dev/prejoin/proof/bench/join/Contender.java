package dev.prejoin.proof.bench.join;

import dev.prejoin.devstack.ProcessFigures;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** A way from change events in Kafka to joined rows and aggregates in ClickHouse. */
interface Contender extends AutoCloseable {
  /** What people call it. */
  String name();

  /** Makes its topics and tables anew, and starts it. */
  void begin() throws IOException, InterruptedException;

  /** The topic of the master copy that it is fed from. */
  String master();

  /** The topic that it reads. */
  String input();

  /** Where its tables are. */
  String database();

  /** Its tables that each fact lands in, joined rows last. */
  List<String> tables();

  /** Halts what reads, so that a backlog can come together. */
  void halt();

  /** Lets it go on. */
  void resume();

  /** What its processes have taken so far, by what people call them. */
  Map<String, ProcessFigures> figures();

  /** Ends what was begun. */
  @Override
  void close();
}
