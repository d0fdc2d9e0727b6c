using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Approvals.Readers.Notices;

namespace Approvals.Readers.Word;

/// <summary>What a notice has from its issuing, beside the text that was signed.</summary>
/// <param name="Number">发文字号, as printed.</param>
/// <param name="IssuedOn">成文日期: the day of the signature.</param>
/// <param name="PrintedOn">印发日期, never earlier.</param>
public sealed record Issuing(string? Number, DateOnly IssuedOn, DateOnly PrintedOn)
{
    /// <summary>主送, where it was corrected; null: as the text has it.</summary>
    public string? Addressees { get; init; }
}

/// <summary>A row of the checklist as it was confirmed: this is what is issued, whatever the draft said.</summary>
/// <param name="Due">As words: 2021年8月31日, 长期坚持.</param>
public sealed record IssuedRow(string No, string Title, string Plan, ImmutableArray<string> Leaders, ImmutableArray<string> Departments, string Due);

/// <summary>
/// 印发稿: the signed text of a notice in the layout of GB/T 9704, with its number and dates. Every paragraph of the text is
/// kept in its order; the head, the signature, the checklist and the imprint are set anew.
/// </summary>
public sealed partial class IssuedNotice
{
    private static readonly WordColumn[] Columns =
    [
        new("序号", 1, Centred: true), new("重点举措", 3), new("工作计划及进度安排", 6), new("责任领导", 2, Centred: true),
        new("责任科室", 2, Centred: true), new("完成时限", 2, Centred: true),
    ];

    private readonly WordDocument _document = new();
    private readonly NoticeDraft _draft;
    private readonly Issuing _issuing;
    private readonly ImmutableArray<IssuedRow> _rows;

    /// <summary>Tables, and lines outside of any, in which the checklist stands.</summary>
    private readonly HashSet<int> _listTables;
    private readonly HashSet<int> _listLines;
    private readonly HashSet<int> _drawn = [];
    private bool _signed;

    /// <summary>附件, whose heading comes next.</summary>
    private string? _annexMark;
    private bool _listed;

    private IssuedNotice(NoticeDraft draft, Issuing issuing, ImmutableArray<IssuedRow> rows)
    {
        (_draft, _issuing, _rows) = (draft, issuing, rows);
        var sources = draft.Items.Select(i => i.Source).ToList();
        _listTables = [.. sources.Select(s => draft.Text[s.Line].Cell?.Table).OfType<int>()];
        _listLines = _listTables.Count > 0 || AnnexStart() is not { } annex ? []
            : [.. sources.Where(s => s.Line > annex).SelectMany(s => Enumerable.Range(s.Line, s.EndLine - s.Line + 1))];
    }

    public static WordDocument Of(NoticeDraft draft, Issuing issuing, ImmutableArray<IssuedRow> rows)
    {
        var notice = new IssuedNotice(draft, issuing, rows);
        notice.Write();
        return notice._document;
    }

    private void Write()
    {
        Head();
        var imprint = ImprintStart();
        var from = _draft.Sources.Title is { } title ? title.EndLine + 1 : 0;
        foreach (var line in _draft.Text.Where(l => l.Index >= from && l.Index < imprint))
        {
            Line(line, line.Text.Trim());
        }

        Sign();
        if (_rows.Length > 0 && !_listed)
        {
            _document.Annex("附件", "重点任务清单");
            List();
        }

        Imprint(imprint);
    }

    private void Line(SourceLine line, string text)
    {
        if (line.Cell is { } cell)
        {
            Table(cell.Table);
        }
        else if (text.Length == 0 || (_listLines.Contains(line.Index) && List()))
        {
            return;
        }
        else if (IsSignature(line, text))
        {
            Sign();
        }
        else if (AnnexMark().IsMatch(text))
        {
            _annexMark = text;
        }
        else if (_annexMark is not null || (_draft.Annexes.Contains(text) && _signed))
        {
            Sign();
            _document.Annex(_annexMark ?? "附件", text);
            _annexMark = null;
        }
        else
        {
            Body(line, text);
        }
    }

    private void Head()
    {
        foreach (var mark in new[] { _draft.Secrecy, _draft.Urgency }.OfType<string>())
        {
            _document.Mark(mark);
        }

        if (_draft.Issuer is { } issuer)
        {
            _document.Letterhead(issuer.EndsWith("文件", StringComparison.Ordinal) ? issuer : $"{issuer}文件", _issuing.Number);
        }

        if (_draft.Title is { } title)
        {
            _document.Title(title);
        }
    }

    private void Body(SourceLine line, string text)
    {
        if (Holds(_draft.Sources.Addressees, line))
        {
            // It may run over several lines of the draft.
            if (_issuing.Addressees is null || line.Index == _draft.Sources.Addressees?.Line)
            {
                _document.Addressees(_issuing.Addressees ?? text);
            }
        }
        else if (Holds(_draft.Sources.PlanTitle, line))
        {
            // It may run over several lines of the draft.
            if (line.Index == _draft.Sources.PlanTitle?.Line)
            {
                Sign();
                _document.Title(_draft.PlanTitle ?? text);
            }
        }
        else if (AnnexNote().IsMatch(text) && !_draft.Annexes.IsEmpty)
        {
            _document.Annexes(_draft.Annexes);
        }
        else if (LevelOf(_draft.Sections, line.Index) is { } level)
        {
            _document.Heading(level, text);
        }
        else
        {
            _document.Paragraph(text);
        }
    }

    private void Table(int table)
    {
        if (_listTables.Contains(table))
        {
            List();
        }
        else if (_drawn.Add(table))
        {
            var rows = _draft.Text.Where(l => l.Cell?.Table == table).GroupBy(l => l.Cell!.Row).OrderBy(r => r.Key) // filtered by its cell
                .Select(row => (IReadOnlyList<string>)
                [
                    .. row.GroupBy(l => l.Cell!.Column).OrderBy(c => c.Key).Select(c => string.Join('\n', c.Select(l => l.Text))), // as above
                ]).ToList();
            _document.Table([.. rows[0].Select(head => new WordColumn(head))], rows.Skip(1));
        }
    }

    /// <summary>The checklist, once, where it stood.</summary>
    private bool List()
    {
        if (!_listed)
        {
            _listed = true;
            _document.Table(
                Columns,
                _rows.Select(r => (IReadOnlyList<string>)
                    [r.No, r.Title, r.Plan, string.Join('\n', r.Leaders), string.Join('\n', r.Departments), r.Due]));
        }

        return true;
    }

    private void Sign()
    {
        if (!_signed && _draft.Issuer is { } issuer)
        {
            _signed = true;
            _document.Signature(issuer, Day(_issuing.IssuedOn));
        }
    }

    /// <summary>署名 or 成文日期, below the title: both are set anew.</summary>
    private bool IsSignature(SourceLine line, string text) =>
        text == _draft.Issuer || _draft.Issuers.Contains(text) || Holds(_draft.Sources.IssuedOn, line);

    private void Imprint(int from)
    {
        var printer = _draft.Text.Where(l => l.Index >= from && l.Cell is null).Select(l => PrintedOn().Replace(l.Text, "").Trim())
            .LastOrDefault(text => text.Length > 0 && !text.StartsWith("抄送", StringComparison.Ordinal));
        if (printer is not null || !_draft.Cc.IsEmpty)
        {
            _document.Imprint(
                _draft.Cc.IsEmpty ? null : string.Join('，', _draft.Cc), printer ?? _draft.Issuer ?? "", Day(_issuing.PrintedOn));
        }
    }

    /// <summary>Where 抄送 begins, or the line that says who printed it; the text's end where it has neither.</summary>
    private int ImprintStart() =>
        _draft.Sources.Cc?.Line ?? _draft.Sources.PrintedOn?.Line
        ?? _draft.Text.FirstOrDefault(l => l.Cell is null && PrintedOn().IsMatch(l.Text))?.Index ?? _draft.Text.Length;

    private int? AnnexStart() => _draft.Text.FirstOrDefault(
        l => l.Cell is null && AnnexMark().IsMatch(l.Text.Trim()) && l.Index > (_draft.Sources.Title?.EndLine ?? 0))?.Index;

    private static bool Holds(SourceSpan? span, SourceLine line) => span is not null && span.Line <= line.Index && line.Index <= span.EndLine;

    /// <summary>Of a heading that stands alone; one that runs on into its text is body.</summary>
    private static int? LevelOf(ImmutableArray<NoticeSection> sections, int line)
    {
        foreach (var section in sections)
        {
            if (section.Source.Line == line)
            {
                return section.Level == 1 || section.Text.Length == 0 ? Math.Min(section.Level, 4) : null;
            }

            if (LevelOf(section.Children, line) is { } level)
            {
                return level;
            }
        }

        return null;
    }

    private static string Day(DateOnly day) => $"{day.Year}年{day.Month}月{day.Day}日";

    [GeneratedRegex("^附\\s*件\\s*[0-9一二三四五六七八九十]*$")]
    private static partial Regex AnnexMark();

    [GeneratedRegex("^附\\s*件\\s*[:：]")]
    private static partial Regex AnnexNote();

    [GeneratedRegex("(\\d{4}年\\d{1,2}月\\d{1,2}日)?\\s*印发$")]
    private static partial Regex PrintedOn();
}
