using System.Collections.Immutable;

namespace Approvals.Readers.Notices;

/// <summary>Reads an official notice of any format that can be opened into a draft: what it says, where it says it, and what is doubtful.</summary>
public static class NoticeReader
{
    /// <summary>A file without checklist must show so many parts of a notice.</summary>
    private const int FewestFeatures = 2;

    /// <param name="fileName">For its extension only.</param>
    /// <exception cref="NoticeRefusedException">The file is no notice, or cannot be read.</exception>
    public static NoticeDraft Read(Stream stream, string fileName, ReadOptions options) =>
        Read(NoticeFile.Extract(stream, fileName, options), options);

    /// <summary>Reads the pages of a .pdf, as pdftotext -bbox-layout tells their words and places.</summary>
    /// <exception cref="NoticeRefusedException">The file is no notice, or cannot be read.</exception>
    public static NoticeDraft ReadPages(Stream pages, ReadOptions options) => Read(PageText.Read(pages, options), options);

    /// <summary>Reads what a format has said of its paragraphs and tables.</summary>
    internal static NoticeDraft Read(DocumentBuilder document, ReadOptions options)
    {
        var lexicon = Lexicon.Office.With(options.OwnHeads).With(options.KnownPeople);
        var source = document.Build(lexicon);
        if (!source.Lines.Any(l => !string.IsNullOrWhiteSpace(l.Text)))
        {
            throw new NoticeRefusedException(RefusedFile.Empty, "文件里没有文字，请重新选择有内容的通知文件。");
        }

        var head = HeadReader.Read(source);
        var outline = Outline.Read(head.Body);
        var entries = Entries.Read(source, head, outline, lexicon);
        if (entries.IsEmpty && !options.ListOnly && Features(head, outline) < FewestFeatures)
        {
            throw new NoticeRefusedException(RefusedFile.NoNotice, "这不像一份通知：没有找到文号、标题、主送、落款或事项清单，请检查是否选错了文件或漏了文字。");
        }

        return Assemble(source, head, outline, entries, options) with { Heads = ReadHeads.Of(source, lexicon, NoticeDay.Of(head)) };
    }

    private static int Features(NoticeHead head, OutlineNode outline) =>
        new[]
        {
            head.Number is not null, head.Addressees is not null, !head.Signatures.IsEmpty && head.IssuedOn is not null,
            head.Cc is not null, head.Printed is not null, outline.Children.Count >= 2,
            head.Title is { } title && (HeadDates.KindOf(head) is not null || HeadLines.TellsTitle(title.Text)),
            HeadDates.KindOf(head) is not null && head.Title is { } whole && HeadLines.TellsTitle(whole.Text), // 关于…的通报
        }.Count(f => f);

    private static NoticeDraft Assemble(
        SourceDocument source, NoticeHead head, OutlineNode outline, ImmutableArray<Entry> entries, ReadOptions options)
    {
        var issuers = Issuers.Of(head, source);
        var issuedOn = HeadDates.IssuedOn(head);
        var printedOn = head.Printed is { } printed ? Dates.Parse(Dates.Find(printed.Text)) : null;
        var planned = HeadDates.PlannedYear(head, issuedOn);
        var reaches = planned is null && HeadDates.ReachesNextYear(head, issuedOn);
        var reader = new Items(
            options, issuedOn ?? HeadDates.DrawnUpOn(source, head),
            reaches ? issuedOn?.Year + 1 : planned, SpokenHolidays.Of(head), reaches || HeadDates.SpeaksOfHoliday(head));
        var bodies = Collation.Match(entries, outline.Children);
        var items = entries.Zip(bodies, reader.Build).Select(item => PointPlaces.In(item, source)).ToImmutableArray();
        return new NoticeDraft
        {
            Number = head.Number?.Text,
            Issuer = issuers.IsEmpty ? null : string.Join('、', issuers.Select(i => i.Text)),
            Issuers = [.. issuers.Select(i => i.Text)],
            Title = head.Title?.Text,
            DocumentKind = HeadDates.KindOf(head),
            Urgency = head.Urgency?.Text,
            Secrecy = head.Secrecy?.Text,
            Addressees = head.Addressees is { } to ? Recipients.Of(to.Text) : [],
            IssuedOn = issuedOn,
            PrintedOn = printedOn,
            Cc = head.Cc is { } cc ? Recipients.Of(cc.Text) : [],
            PlanTitle = head.PlanTitle?.Text,
            Annexes = [.. head.Annexes.Select(a => a.Text)],
            Sections = [.. outline.Children.Concat(AnnexSections(head)).Select(Section)],
            Items = items,
            Findings = Findings(head, outline, entries, bodies, items, reader, options, issuedOn, printedOn),
            Sources = Places(head, issuers),
            Readings = HeadReadings.Of(head),
            Text = source.Lines,
        };
    }

    private static NoticeSources Places(NoticeHead head, ImmutableArray<Passage> issuers) => new(
        head.Number?.Whole, issuers is [var first, ..] ? issuers[^1].Whole is { } last ? first.Whole?.To(last) : first.Whole : null,
        head.Title?.Whole, head.Addressees?.Whole, head.IssuedOn?.Whole, head.Printed?.Whole, head.Cc?.Whole,
        head.PlanTitle?.Whole)
    {
        Urgency = head.Urgency?.Whole,
        Secrecy = head.Secrecy?.Whole,
        Annexes = [.. head.Annexes.Select(a => a.Whole).OfType<SourceSpan>()],
    };

    private static IEnumerable<OutlineNode> AnnexSections(NoticeHead head) => Outline.Read(head.AnnexBody).Children;

    private static NoticeSection Section(OutlineNode node) => new(
        node.Level, node.No, node.Implied, node.Heading.Text,
        string.Join('\n', node.Paragraphs.Prepend(node.Rest).Where(p => p.Length > 0).Select(p => p.Text)),
        node.Whole ?? new(0, 0, 0, 0), [.. node.Children.Select(Section)]);

    private static ImmutableArray<NoticeFinding> Findings(
        NoticeHead head, OutlineNode outline, ImmutableArray<Entry> entries, ImmutableArray<OutlineNode?> bodies,
        ImmutableArray<NoticeItem> items, Items reader, ReadOptions options, DateOnly? issuedOn, DateOnly? printedOn)
    {
        var findings = new FindingList();
        HeadChecks.Run(head, issuedOn, printedOn, findings);
        BodyChecks.Numbering(outline.Children, findings);
        BodyChecks.Sentences(head.Body, findings);
        foreach (var paragraph in head.Body.Concat(head.AnnexBody))
        {
            BodyChecks.Marks(paragraph, null, findings);
            Figures.Check(paragraph, null, findings);
            DateChecks.Weekdays(paragraph, issuedOn ?? options.ReadOn, findings);
        }

        JoinedDocuments.Check(head, findings);
        if (entries.IsEmpty)
        {
            findings.Add(FindingKind.NoItems, null, "没有读出事项清单，请把事项逐条填写，或者上传带清单表格的附件。", head.Title?.Whole);
        }

        Collation.Compare(entries, bodies, findings);
        var checks = new ItemChecks(options, reader, findings);
        checks.Numbers(entries);
        checks.Standards(entries);
        for (var i = 0; i < entries.Length; i++)
        {
            checks.Run(entries[i], items[i]);
        }

        Loose(head, outline, entries, bodies, reader, issuedOn ?? options.ReadOn, findings);
        return findings.InOrder();
    }

    /// <summary>Sentences that say a day or a body and went into no item, unless another finding shows them.</summary>
    private static void Loose(
        NoticeHead head, OutlineNode outline, ImmutableArray<Entry> entries, ImmutableArray<OutlineNode?> bodies, Items reader,
        DateOnly? issuedOn, FindingList findings)
    {
        if (Entries.Asking(head, outline) is not { } asking)
        {
            return;
        }

        var repeated = bodies.OfType<OutlineNode>().SelectMany(n => n.Below.Prepend(n))
            .SelectMany(n => n.Paragraphs.Select(p => p.Whole).Prepend(n.Whole));
        var taken = new TakenPlaces(
            [.. TakenPlaces.Of(entries), .. repeated, .. findings.PlacesOf(FindingKind.TruncatedSentence, FindingKind.BodyNotInAnnex)]);
        var loose = new LooseSentences(reader, issuedOn, taken, findings);
        loose.Check(asking);
        loose.Check(Outline.Read(head.AnnexBody));
    }
}
