package dev.prejoin.proof.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every wire forwards every byte, however they come in pieces, and tells the moments. */
class WiresTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 64, 100_000})
  void shouldTellKafkasRequestsAndTheirAnswers(int piece) throws Exception {
    byte[] requests = join(kafkaRequest(3, 1, 9), kafkaRequest(0, 2, 500), kafkaRequest(26, 3, 20));
    byte[] answers = join(kafkaAnswer(1, 0), kafkaAnswer(2, 30), kafkaAnswer(3, 8));
    KafkaWire wire = new KafkaWire();
    Recorded out = new Recorded();
    Recorded in = new Recorded();

    Recorded.pieces(requests, piece, (bytes, length) -> wire.fromClient(bytes, length, out));
    Recorded.pieces(answers, piece, (bytes, length) -> wire.fromServer(bytes, length, in));

    assertThat(out.bytes.toByteArray()).isEqualTo(requests);
    assertThat(in.bytes.toByteArray()).isEqualTo(answers);
    assertThat(out.moments)
        .filteredOn(moment -> !moment.contains("sending"))
        .containsExactly(
            "PRODUCE BEGUN at 35",
            "PRODUCE SENT at 533",
            "END_TRANSACTION BEGUN at 547",
            "END_TRANSACTION SENT at 565");
    assertThat(in.moments)
        .containsExactly("PRODUCE ANSWERED at 8", "END_TRANSACTION ANSWERED at 46");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 64, 100_000})
  void shouldTellWhatIsSentForViewsByTheProducersName(int piece) throws Exception {
    byte[] requests =
        join(
            kafkaRequest(0, 1, "producer-prejoin-sink-restate-views-l1_power_raw", 50),
            kafkaRequest(26, 2, "producer-prejoin-sink-restate-views-l1_power_raw", 9),
            kafkaRequest(0, 3, "producer-prejoin-sink-restate-device_metadata", 50),
            kafkaRequest(3, 4, "producer-prejoin-sink-restate-views-l1_power_raw", 0));
    KafkaWire wire = new KafkaWire();
    Recorded out = new Recorded();

    Recorded.pieces(requests, piece, (bytes, length) -> wire.fromClient(bytes, length, out));

    assertThat(out.bytes.toByteArray()).isEqualTo(requests);
    assertThat(out.moments)
        .extracting(moment -> moment.replaceAll(" at .*", ""))
        .containsExactly(
            "PRODUCE_FOR_VIEWS BEGUN",
            "PRODUCE_FOR_VIEWS sending",
            "PRODUCE_FOR_VIEWS SENT",
            "END_FOR_VIEWS BEGUN",
            "END_FOR_VIEWS sending",
            "END_FOR_VIEWS SENT",
            "PRODUCE BEGUN",
            "PRODUCE sending",
            "PRODUCE SENT");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 64, 100_000})
  void shouldTellWhenAChunkOfARangeIsAnswered(int piece) throws Exception {
    String from =
        "SELECT t.\"id\" FROM \"public\".\"power_readings\" t WHERE t.\"id\" <= CAST($1 AS int8)";
    byte[] last = message('P', text(from + " ORDER BY t.\"id\" DESC LIMIT 1\0"));
    byte[] chunk = message('P', text(from + " ORDER BY t.\"id\" LIMIT 10000\0"));
    byte[] rows = message('D', new byte[100]);
    PostgresWire wire = new PostgresWire();
    Recorded out = new Recorded();
    Recorded in = new Recorded();

    for (byte[] request : List.of(last, chunk)) {
      Recorded.pieces(request, piece, (bytes, length) -> wire.fromClient(bytes, length, out));
      wire.fromServer(rows, rows.length, in);
    }

    assertThat(out.bytes.toByteArray()).isEqualTo(join(last, chunk));
    assertThat(in.moments).containsExactly("CHUNK ANSWERED at " + rows.length);
  }

  @Test
  void shouldTellAFillFromOtherRounds() {
    String round =
        "INSERT INTO `l4_x__2_round` (`hour`, `_shard`, _seg, _slice)\nSELECT `hour`, `_shard`,"
            + " 7, intDiv(row_number() OVER (ORDER BY `hour`, `_shard`) - 1, 9) FROM (SELECT 1%s)";
    String record =
        "INSERT INTO prejoin_filled (aggregate, request, _shard, part, _seg)\nSELECT 'l4_x', 1,"
            + " shard, '%s', seg FROM values('shard UInt32, seg UInt64', (0, 1))";

    assertThat(
            Statements.of(
                round.formatted(" WHERE _bucket NOT IN (SELECT _bucket FROM `l4_x__2_base`)")))
        .contains(Request.FILL_FIND);
    assertThat(Statements.of(round.formatted(""))).isEmpty();
    assertThat(Statements.of(record.formatted(""))).contains(Request.FILL_BEGIN);
    assertThat(Statements.of(record.formatted("202611"))).contains(Request.FILL_RECORD);
    assertThat(Statements.of("CREATE OR REPLACE VIEW `l4_x` AS SELECT 1")).contains(Request.SHOW);
    assertThat(Statements.of("INSERT INTO `l4_x__2_base` (a) SELECT 1")).contains(Request.IN_FORCE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 64, 100_000})
  void shouldTellRowsAndCommitsInPostgresStream(int piece) throws Exception {
    byte[] stream =
        join(
            message('S', "a parameter".getBytes(ISO_8859_1)),
            message('d', change('B', 20)),
            message('d', change('I', 300)),
            message('d', "k keepalive".getBytes(ISO_8859_1)),
            message('d', change('C', 25)),
            message('Z', new byte[] {'I'}));
    PostgresWire wire = new PostgresWire();
    Recorded in = new Recorded();

    Recorded.pieces(stream, piece, (bytes, length) -> wire.fromServer(bytes, length, in));

    assertThat(in.bytes.toByteArray()).isEqualTo(stream);
    assertThat(in.moments).containsExactly("ROW BEGUN at 67", "COMMIT BEGUN at 414");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 64, 100_000})
  void shouldTellStatementsInAddressesAndBodies(int piece) throws Exception {
    List<byte[]> requests =
        List.of(
            text(
                "POST /?query=INSERT+INTO+%60prejoin_done%60+FORMAT+Native HTTP/1.1\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n"),
            text("POST / HTTP/1.1\r\nContent-Length: 8\r\n\r\nSELECT 1"),
            text(
                "POST / HTTP/1.1\r\nContent-Length: 51\r\n\r\n"
                    + "INSERT INTO `l4_power_agg_stats_base` (a) SELECT  1"));
    byte[] answer = text("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    HttpWire wire = new HttpWire(Statements::of);
    Recorded out = new Recorded();
    Recorded in = new Recorded();

    for (byte[] request : requests) {
      Recorded.pieces(request, piece, (bytes, length) -> wire.fromClient(bytes, length, out));
      wire.fromServer(answer, answer.length, in);
    }

    assertThat(out.bytes.toByteArray()).isEqualTo(join(requests.toArray(new byte[0][])));
    assertThat(out.moments)
        .extracting(moment -> moment.replaceAll(" at .*", ""))
        .containsExactly(
            "DONE BEGUN",
            "DONE sending",
            "DONE SENT",
            "IN_FORCE BEGUN",
            "IN_FORCE sending",
            "IN_FORCE SENT");
    assertThat(in.moments).containsExactly("DONE ANSWERED at 0", "IN_FORCE ANSWERED at 76");
  }

  private static byte[] kafkaRequest(int kind, int number, int size) {
    return ByteBuffer.allocate(12 + size)
        .putInt(8 + size)
        .putShort((short) kind)
        .putShort((short) 9)
        .putInt(number)
        .array();
  }

  private static byte[] kafkaRequest(int kind, int number, String client, int size) {
    byte[] name = text(client);
    return ByteBuffer.allocate(14 + name.length + size)
        .putInt(10 + name.length + size)
        .putShort((short) kind)
        .putShort((short) 9)
        .putInt(number)
        .putShort((short) name.length)
        .put(name)
        .array();
  }

  private static byte[] kafkaAnswer(int number, int size) {
    return ByteBuffer.allocate(8 + size).putInt(4 + size).putInt(number).array();
  }

  private static byte[] message(char letter, byte[] content) {
    return ByteBuffer.allocate(5 + content.length)
        .put((byte) letter)
        .putInt(4 + content.length)
        .put(content)
        .array();
  }

  private static byte[] change(char letter, int size) {
    return ByteBuffer.allocate(26 + size).put((byte) 'w').position(25).put((byte) letter).array();
  }

  private static byte[] text(String text) {
    return text.getBytes(ISO_8859_1);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }
}
