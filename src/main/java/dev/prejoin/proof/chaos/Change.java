package dev.prejoin.proof.chaos;

/** In which way something changes that is there. */
public enum Change {
  /** Another measure of a row; some are such as a view rejects. */
  MEASURE(30),
  /** Another measure of many rows in one statement. */
  NEIGHBOURS(10),
  /** Another time, mostly of another hour or month. */
  TIME(10),
  /** Another device. */
  DEVICE(10),
  /** Another primary key. */
  KEY(10),
  DELETE(10),
  /** Deleted, and another row under its key, in one transaction. */
  REPLACE(10),
  /** Several changes of one row in one transaction. */
  SEVERAL(10),
  /** Metadata of a device that comes, changes or goes, and with it all of its rows. */
  METADATA(4);

  private final int weight;

  Change(int weight) {
    this.weight = weight;
  }

  /** How often it comes beside the others, unless it is told. */
  public int weight() {
    return weight;
  }
}
