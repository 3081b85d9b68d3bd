package dev.prejoin.plan.text;

import java.nio.charset.Charset;

/** What a tree is drawn with. */
public enum Lines {
  BOX("├─ ", "└─ ", "│  "),
  ASCII("|- ", "`- ", "|  ");

  private final String branch;
  private final String last;
  private final String passing;

  Lines(String branch, String last, String passing) {
    this.branch = branch;
    this.last = last;
    this.passing = passing;
  }

  /** Box-drawing characters where the charset has them. */
  public static Lines of(Charset charset) {
    return charset.canEncode() && charset.newEncoder().canEncode(BOX.branch + BOX.last)
        ? BOX
        : ASCII;
  }

  String branch() {
    return branch;
  }

  String last() {
    return last;
  }

  String passing() {
    return passing;
  }
}
