using System.Collections.Immutable;
using System.Text;

namespace Approvals.Readers.Notices;

/// <summary>
/// The seam between formats and reading: whoever opens a file says its paragraphs and tables in order. What was flattened into
/// lines or glued together is recovered at the end.
/// </summary>
internal sealed class DocumentBuilder
{
    private const int LongestNumber = 500;
    private const int LongestBlank = 500;
    private readonly ImmutableArray<SourceLine>.Builder _lines = ImmutableArray.CreateBuilder<SourceLine>();
    private readonly ImmutableArray<SourceTable>.Builder _tables = ImmutableArray.CreateBuilder<SourceTable>();
    private TableBuilder? _table;
    private int _depth;
    private int _characters;

    /// <summary>The table that is open, if one is: rows, cells and merges are said to it. Inner tables flow into its cells.</summary>
    public TableBuilder? Table => _depth == 1 ? _table : null;

    /// <summary>A paragraph; its own line breaks make several lines.</summary>
    /// <exception cref="NoticeRefusedException">The document is too long.</exception>
    public void AddParagraph(string text)
    {
        _characters += text.Length;
        if (_characters > SourceDocument.MostCharacters)
        {
            throw SourceDocument.TooLong();
        }

        foreach (var line in text.Split('\n').Select(WithoutEndlessBlanks))
        {
            if (_lines.Count >= SourceDocument.MostLines)
            {
                throw new NoticeRefusedException(
                    RefusedFile.TooLarge, $"文件超过 {SourceDocument.MostLines} 段，请拆分后再上传。");
            }

            if (HasEndlessNumber(line))
            {
                throw new NoticeRefusedException(RefusedFile.NotText, "文件里有一串很长的数字，不像一份通知，请检查是否选错了文件。");
            }

            _lines.Add(new(_lines.Count, line, _table?.Place));
            _table?.Add(new(_lines.Count - 1, 0, line.Length));
        }
    }

    /// <summary>Looking for dates and figures takes time that grows with the square of a number's length.</summary>
    private static bool HasEndlessNumber(string line)
    {
        var run = 0;
        foreach (var c in line)
        {
            run = char.IsDigit(c) ? run + 1 : 0;
            if (run > LongestNumber)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>So do blanks; no layout has more of them in a row than a wide page.</summary>
    private static string WithoutEndlessBlanks(string line)
    {
        StringBuilder? kept = null;
        var run = 0;
        for (var at = 0; at < line.Length; at++)
        {
            run = char.IsWhiteSpace(line[at]) ? run + 1 : 0;
            if (run > LongestBlank)
            {
                kept ??= new StringBuilder(line, 0, at, line.Length);
            }
            else
            {
                kept?.Append(line[at]);
            }
        }

        return kept?.ToString() ?? line;
    }

    public void BeginTable()
    {
        _depth++;
        _table ??= new(_tables.Count);
    }

    public void EndTable()
    {
        if (_depth > 0 && --_depth == 0 && _table is { } table)
        {
            _tables.Add(table.Build());
            _table = null;
        }
    }

    public SourceDocument Build(Lexicon lexicon) => FlattenedTables.Recover(_lines.ToImmutable(), _tables.ToImmutable(), lexicon);
}
