using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Approvals.Readers.Notices;

/// <summary>Reads an official notice (.docx, .txt) into a draft: what it says, where it says it, and what is doubtful.</summary>
public static partial class NoticeReader
{
    /// <summary>A file without checklist must show so many parts of a notice.</summary>
    private const int FewestFeatures = 2;

    /// <param name="fileName">For its extension only.</param>
    /// <exception cref="NoticeRefusedException">The file is no notice, or cannot be read.</exception>
    public static NoticeDraft Read(Stream stream, string fileName, ReadOptions options)
    {
        var source = NoticeFile.Extract(stream, fileName, options);
        if (!source.Lines.Any(l => !string.IsNullOrWhiteSpace(l.Text)))
        {
            throw new NoticeRefusedException(RefusedFile.Empty, "文件里没有文字，请重新选择有内容的通知文件（.docx 或 .txt）。");
        }

        var head = NoticeHeadReader.Read(source);
        var outline = Outline.Read(head.Body);
        var rows = Checklist.Read(source);
        if (rows.IsEmpty && Features(head, outline) < FewestFeatures)
        {
            throw new NoticeRefusedException(RefusedFile.NoNotice, "这个文件不像通知：没有找到文号、标题、主送、落款或事项清单，请检查是否选错了文件。");
        }

        return Assemble(source, head, outline, rows, options);
    }

    private static int Features(NoticeHead head, ImmutableArray<OutlineNode> outline) =>
        new[]
        {
            head.Number is not null, head.Addressees is not null, head.Signature is not null && head.IssuedOn is not null,
            head.Cc is not null, head.Printed is not null, outline.Length >= 2,
            head.Title is { } title
                && (title.Text.Contains("关于", StringComparison.Ordinal) || title.Text.Contains("印发", StringComparison.Ordinal)),
        }.Count(f => f);

    private static NoticeDraft Assemble(
        SourceText source, NoticeHead head, ImmutableArray<OutlineNode> outline, ImmutableArray<ChecklistRow> rows,
        ReadOptions options)
    {
        var issuedOn = head.IssuedOn is { } date ? Dates.Parse(Dates.Find(date.Text)) : null;
        var printedOn = head.Printed is { } printed ? Dates.Parse(Dates.Find(printed.Text)) : null;
        var reader = new Items(options, issuedOn);
        var bodies = Collation.Match(rows, outline);
        var items = rows.Zip(bodies, reader.Build).ToImmutableArray();
        var issuer = Issuer(head);
        return new NoticeDraft
        {
            Number = head.Number?.Text,
            Issuer = issuer?.Text,
            Title = head.Title?.Text,
            Addressees = head.Addressees is { } to ? Names.Read(to.Text.TrimEnd('：', ':')).Names : [],
            IssuedOn = issuedOn,
            PrintedOn = printedOn,
            Cc = head.Cc is { } cc ? Names.Read(cc.Text[(cc.Text.IndexOfAny(['：', ':']) + 1)..]).Names : [],
            PlanTitle = head.PlanTitle?.Text,
            Annexes = head.AnnexHeadings.IsEmpty ? [.. head.AnnexNames.Select(a => a.Text)]
                : [.. head.AnnexHeadings.Select(a => a.Text)],
            Sections = [.. outline.Select(Section)],
            Items = items,
            Findings = Findings(head, outline, rows, bodies, items, reader, options, issuedOn, printedOn),
            Sources = new(
                head.Number?.Whole, issuer?.Whole, head.Title?.Whole, head.Addressees?.Whole, head.IssuedOn?.Whole,
                head.Printed?.Whole, head.Cc?.Whole, head.PlanTitle?.Whole),
            Text = source.Lines,
        };
    }

    /// <summary>Who signs; without signature who begins the title (…印发, …关于); then the letterhead.</summary>
    private static Passage? Issuer(NoticeHead head)
    {
        if (head.Signature is not null)
        {
            return head.Signature;
        }

        var end = head.Title is { } title ? TitleVerb().Match(title.Text).Index : 0;
        return end > 2 ? head.Title?.Slice(0, end) : head.Letterhead?.TrimEnd('文', '件');
    }

    private static NoticeSection Section(OutlineNode node) => new(
        node.Level, node.No, node.Implied, node.Heading.Text,
        string.Join('\n', node.Paragraphs.Prepend(node.Rest).Where(p => p.Length > 0).Select(p => p.Text)),
        node.Whole ?? new(0, 0, 0, 0), [.. node.Children.Select(Section)]);

    private static ImmutableArray<NoticeFinding> Findings(
        NoticeHead head, ImmutableArray<OutlineNode> outline, ImmutableArray<ChecklistRow> rows,
        ImmutableArray<OutlineNode?> bodies,
        ImmutableArray<NoticeItem> items, Items reader, ReadOptions options, DateOnly? issuedOn, DateOnly? printedOn)
    {
        var findings = new FindingList();
        HeadChecks.Run(head, issuedOn, printedOn, findings);
        BodyChecks.Numbering(outline, findings);
        BodyChecks.Sentences(head.Body, findings);
        foreach (var paragraph in head.Body)
        {
            BodyChecks.Marks(paragraph, null, findings);
        }

        if (rows.IsEmpty)
        {
            findings.Add(FindingKind.NoItems, null, "没有读出事项清单，请把事项逐条填写，或者上传带清单表格的附件。", head.Title?.Whole);
        }

        Collation.Compare(rows, bodies, findings);
        var checks = new ItemChecks(options, reader, findings);
        checks.Numbers(rows);
        for (var i = 0; i < rows.Length; i++)
        {
            checks.Run(rows[i], items[i]);
        }

        return findings.InOrder();
    }

    [GeneratedRegex("关于|印发|转发|批转")]
    private static partial Regex TitleVerb();
}
