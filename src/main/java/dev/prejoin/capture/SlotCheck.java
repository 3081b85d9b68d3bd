package dev.prejoin.capture;

import dev.prejoin.capture.SourceCheck.Findings;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Whether the replication slot is that of the state which Kafka has of the capture, and has the log
 * from there on: asked before anything starts.
 */
public final class SlotCheck {
  private final CaptureSettings settings;
  private final StateTopic states;

  private SlotCheck(CaptureSettings settings) {
    this.settings = settings;
    this.states = new StateTopic(settings.kafka(), settings.offsetsTopic());
  }

  /**
   * Asks PostgreSQL and Kafka.
   *
   * @return a problem if the slot is another's; a warning if the log is gone, as a capture waits
   *     then until it is told to take its tables anew
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  public static Findings findings(CaptureSettings settings) {
    try {
      return new SlotCheck(settings).findings();
    } catch (AwayException e) {
      return Findings.away(e);
    } catch (ProblemException e) {
      return Findings.ofServer(e.problems());
    }
  }

  /**
   * Why changes are missing that PostgreSQL can no longer tell, and what to do; empty if none are,
   * if all tables were asked for anew since, or if there never was a capture.
   *
   * @throws ProblemException if PostgreSQL does not answer, or does not let the user in
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  public static Optional<String> missing(CaptureSettings settings) {
    SlotCheck check = new SlotCheck(settings);
    try {
      return check
          .committed()
          .flatMap(check::gone)
          .map(reason -> LogGone.message(settings, reason));
    } catch (AwayException e) {
      throw new ProblemException(ExitCode.ENVIRONMENT, String.valueOf(e.getMessage()));
    }
  }

  private Findings findings() {
    // Before the state is read: a capture stores its state, then makes the slot.
    boolean there = ReplicationSlot.exists(settings);
    Optional<CaptureState> state = committed();
    if (state.isEmpty()) {
      return Findings.ofServer(there ? List.of(ReplicationSlot.foreign(settings)) : List.of());
    }
    List<String> gone =
        gone(state.get()).map(reason -> LogGone.message(settings, reason)).stream().toList();
    return new Findings(Optional.empty(), List.of(), List.of(), Map.of(), gone);
  }

  /**
   * Looks again if the log seems to be gone, as the capture may have gone on and let go of what was
   * stored when it was asked for. PostgreSQL can hear of that before it can be seen in Kafka: what
   * ends a transaction comes to its topics after the capture was told that it has ended.
   */
  private Optional<String> gone(CaptureState known) {
    if (!needsLog(known) || LogGone.reason(settings, known.logPosition()).isEmpty()) {
      return Optional.empty();
    }
    OptionalLong begin = ReplicationSlot.begin(settings);
    CaptureState now = latest(known);
    return needsLog(now) ? LogGone.reason(settings, begin, now.logPosition()) : Optional.empty();
  }

  private CaptureState latest(CaptureState known) {
    try {
      return states.latest(settings.name()).orElse(known);
    } catch (TimeoutException e) {
      // Of a capture that was ended in the middle of one, which PostgreSQL cannot have heard of.
      return known;
    }
  }

  /** Unless it has none, or all is asked for anew. */
  private boolean needsLog(CaptureState state) {
    if (state.offset() == null) {
      return false;
    }
    Requests requests = states.requests(settings.name(), state.requestsFrom());
    Map<String, TableState> next = Agenda.next(state.tables(), settings.tables(), requests.found());
    return !Agenda.isAllAnew(state.tables(), next, settings.tables());
  }

  private Optional<CaptureState> committed() {
    try {
      return states.committed(settings.name());
    } catch (UnknownTopicOrPartitionException e) {
      return Optional.empty();
    }
  }
}
