package dev.prejoin.app.restate;

import dev.prejoin.app.resend.Resent;
import dev.prejoin.schema.Lot;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.TopicNames;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** A landed row of a source, as it came, on its way through the views once more. */
final class Restated extends Resent {
  private final TopicPartition partition;
  private final byte[] key;
  private final byte[] value;
  private final int incarnation;
  private final long place;
  private final boolean lasts;
  private final String views;
  private @Nullable Lot lot;

  /**
   * A row that was not sent yet.
   *
   * @param views for the sake of which views' targets, with commas between; empty if it is for a
   *     dimension's
   */
  Restated(
      TopicPartition partition,
      byte[] key,
      byte[] value,
      int incarnation,
      long place,
      boolean lasts,
      String views) {
    this.partition = partition;
    this.key = key;
    this.value = value;
    this.incarnation = incarnation;
    this.place = place;
    this.lasts = lasts;
    this.views = views;
  }

  @Override
  public TopicPartition partition() {
    return partition;
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  public int incarnation() {
    return incarnation;
  }

  @Override
  public long place() {
    return place;
  }

  @Override
  public boolean lasts() {
    return lasts;
  }

  /** It is to be sent with these others. */
  void in(Lot all) {
    lot = all;
  }

  @Override
  public ProducerRecord<byte[], byte[]> again() {
    Origin origin = Origin.restated(incarnation, place).in(lot);
    List<Header> headers = new ArrayList<>();
    headers.add(new RecordHeader(Origin.HEADER, origin.toBytes()));
    if (!views.isEmpty()) {
      headers.add(
          new RecordHeader(TopicNames.VIEWS_HEADER, views.getBytes(StandardCharsets.UTF_8)));
    }
    return new ProducerRecord<>(
        partition.topic(), partition.partition(), null, key, value, headers);
  }
}
