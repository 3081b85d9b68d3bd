package dev.prejoin.generate.experiments;

import java.util.List;

/**
 * An experiment of the demo, with what is true of it.
 *
 * @param id as in the tables
 * @param variants the first is the control
 */
record Experiment(String id, String name, List<Variant> variants) {
  /**
   * One of its variants.
   *
   * @param planned percent of the users
   * @param assigned percent of the users who are really assigned to it
   * @param rate the probability that a user who saw it converts
   */
  record Variant(String id, String name, double planned, double assigned, double rate) {}

  /**
   * A large effect; none, with three variants; and a small one in an experiment that assigns its
   * users otherwise than planned.
   */
  static final List<Experiment> ALL =
      List.of(
          new Experiment(
              "checkout_button",
              "One-tap checkout",
              List.of(
                  new Variant("control", "Three steps", 50, 50, 0.10),
                  new Variant("one_tap", "One tap", 50, 50, 0.14))),
          new Experiment(
              "search_ranking",
              "Order of search results",
              List.of(
                  new Variant("control", "By relevance", 34, 34, 0.12),
                  new Variant("rating", "By rating", 33, 33, 0.12),
                  new Variant("mixed", "Relevance and rating", 33, 33, 0.12))),
          new Experiment(
              "yearly_price",
              "Yearly price first",
              List.of(
                  new Variant("control", "Monthly first", 50, 54, 0.08),
                  new Variant("yearly", "Yearly first", 50, 46, 0.085))));

  /** The variant to which a number from 0 to 1 assigns a user. */
  Variant variant(double chance) {
    double left = chance * variants.stream().mapToDouble(Variant::assigned).sum();
    for (Variant variant : variants) {
      left -= variant.assigned;
      if (left < 0) {
        return variant;
      }
    }
    return variants.get(variants.size() - 1);
  }
}
