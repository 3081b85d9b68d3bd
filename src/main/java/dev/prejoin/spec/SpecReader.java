package dev.prejoin.spec;

import dev.prejoin.spec.Part.Directive;
import dev.prejoin.spec.Part.Fence;
import dev.prejoin.spec.Part.Heading;
import dev.prejoin.spec.Part.Table;
import dev.prejoin.spec.SpecText.Entry;
import dev.prejoin.spec.SpecText.ScenarioText;
import dev.prejoin.spec.SpecText.Statements;
import dev.prejoin.sql.Nearest;
import dev.prejoin.sql.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the order of a spec: what stands before its scenarios, and each scenario's steps. */
final class SpecReader {
  private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)]+)\\).*");
  private static final Pattern NAME = Pattern.compile("`([^`]+)`.*");
  private static final Set<String> PROSE = Set.of("", "text", "json", "console");

  private final Path file;
  private final Problems problems;
  private final ScenarioDraft common = new ScenarioDraft(new Cell("", 1, 1));
  private final List<ScenarioDraft> drafts = new ArrayList<>();
  private String title = "";
  private ScenarioDraft current = common;
  private @Nullable Entry pending;

  /** Whether the next table belongs to a line that is told already. */
  private boolean skipTable;

  private SpecReader(Path file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  static SpecText read(Path file, String text, Problems problems) {
    SpecReader reader = new SpecReader(file, problems);
    MarkdownReader.read(text, problems).forEach(reader::part);
    reader.finishPending();
    if (reader.drafts.isEmpty()) {
      problems.add(1, 1, "the spec has no scenario: each begins with a heading such as ## A row");
    }
    List<ScenarioText> scenarios = new ArrayList<>();
    for (ScenarioDraft draft : reader.drafts) {
      draft.finish(reader.common, problems).ifPresent(scenarios::add);
    }
    return new SpecText(file, text, reader.title, scenarios);
  }

  private void part(Part part) {
    if (part instanceof Table table) {
      table(table);
      return;
    }
    finishPending();
    if (part instanceof Heading heading) {
      heading(heading);
    } else if (part instanceof Fence fence) {
      fence(fence);
    } else if (part instanceof Directive directive) {
      directive(directive);
    }
  }

  private void heading(Heading heading) {
    if (heading.level() == 1) {
      title = heading.title().text();
    } else if (heading.level() == 2) {
      current = new ScenarioDraft(heading.title());
      drafts.add(current);
    }
  }

  private void fence(Fence fence) {
    String language = fence.language().text();
    switch (language) {
      case "sql" -> statements(new Statements.Inline(fence), fence.language());
      case "columns" -> current.columns.add(fence);
      default -> {
        if (!PROSE.contains(language)) {
          problem(
              fence.language(),
              "a block of '%s' means nothing in a spec; sql has statements, columns has column lists, text is prose"
                  .formatted(language));
        }
      }
    }
  }

  private void statements(Statements statements, Cell at) {
    if (current.statements != null) {
      problem(at, "a scenario has one pipeline; put these statements into the block above");
    }
    current.statements = statements;
  }

  private void directive(Directive directive) {
    Cell at = directive.words();
    Word word = Word.of(at.text()).orElse(null);
    if (word == null) {
      problem(at, "'%s' is no word of a spec%s".formatted(at.text(), near(at.text())));
      skipTable = true;
      return;
    }
    if (word == Word.PIPELINE) {
      pipeline(directive);
      return;
    }
    Cell name = word == Word.ERRORS ? at : name(directive, word == Word.NOTHING);
    Entry entry = new Entry(word, at, name, new Table(List.of(), List.of()));
    if (word.hasTable()) {
      pending = entry;
    } else {
      add(entry);
    }
  }

  private static String near(String text) {
    return Nearest.to(text, Word.texts());
  }

  private void pipeline(Directive directive) {
    Matcher link = LINK.matcher(directive.rest().text());
    if (!link.matches()) {
      problem(
          directive.words(), "a pipeline is named by a link: **pipeline** [name.sql](../name.sql)");
      return;
    }
    Path linked = file.resolveSibling(String.valueOf(link.group(1))).normalize();
    statements(new Statements.Linked(linked, directive.rest()), directive.words());
  }

  private Cell name(Directive directive, boolean optional) {
    Cell rest = directive.rest();
    Matcher name = NAME.matcher(rest.text());
    if (!name.matches()) {
      if (optional) {
        return new Cell("", rest.line(), rest.column());
      }
      problem(
          directive.words(),
          "which source or target? write it behind: **%s** `name`"
              .formatted(directive.words().text()));
      return rest;
    }
    return new Cell(String.valueOf(name.group(1)), rest.line(), rest.column() + name.start(1));
  }

  private void table(Table table) {
    Entry entry = pending;
    pending = null;
    if (entry != null) {
      add(new Entry(entry.word(), entry.at(), entry.name(), table));
    } else if (!skipTable) {
      Cell at = table.header().isEmpty() ? new Cell("", 1, 1) : table.header().get(0);
      problem(
          at,
          "a table needs a line before it that says what it is, such as **insert** `readings`; the words are "
              + String.join(", ", Word.texts()));
    }
    skipTable = false;
  }

  private void finishPending() {
    if (pending != null) {
      problem(
          pending.at(), "the table is missing that **" + pending.word().text() + "** announces");
      if (pending.word().role() != Word.Role.CHANGE) {
        add(pending);
      }
    }
    pending = null;
    skipTable = false;
  }

  private void add(Entry entry) {
    if (current == common && entry.word().role() != Word.Role.CHANGE) {
      problem(
          entry.at(),
          "what must come out belongs into a scenario, below a ## heading; before the first one stand changes that come before every scenario");
      return;
    }
    current.add(entry, problems);
  }

  private void problem(Cell at, String message) {
    problems.add(at.line(), at.column(), message);
  }
}
