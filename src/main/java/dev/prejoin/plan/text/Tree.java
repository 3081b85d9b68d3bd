package dev.prejoin.plan.text;

import java.util.List;

/** A line with those that belong under it. */
record Tree(String words, List<Tree> branches) {
  Tree {
    branches = List.copyOf(branches);
  }

  static Tree leaf(String words) {
    return new Tree(words, List.of());
  }

  /** Lines that each end with a newline. */
  String draw(Lines lines) {
    StringBuilder text = new StringBuilder(words).append('\n');
    drawBranches(lines, "", text);
    return text.toString();
  }

  private void drawBranches(Lines lines, String indent, StringBuilder text) {
    for (int i = 0; i < branches.size(); i++) {
      Tree branch = branches.get(i);
      boolean last = i == branches.size() - 1;
      text.append(indent).append(last ? lines.last() : lines.branch()).append(branch.words);
      text.append('\n');
      branch.drawBranches(lines, indent + (last ? "   " : lines.passing()), text);
    }
  }
}
