using System.Collections.Immutable;
using Approvals.Readers.Notices;
using Approvals.Readers.Word;
using Approvals.Tests.Notices;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;

namespace Approvals.Tests.Word;

/// <summary>印发稿: a signed draft in the standard's layout, with what its issuing gave it.</summary>
public sealed class IssuedNoticeTests
{
    private static readonly Issuing Issuing = new("绍市中医党〔2021〕18号", new(2021, 6, 2), new(2021, 6, 3));

    private static NoticeDraft Draft { get; } =
        SampleNotice.Read(File.ReadAllText(RepositoryFiles.PathOf("samples/sx-tcm-2021-18-draft.txt")));

    private static ImmutableArray<IssuedRow> Rows { get; } =
    [
        .. Draft.Items.Select(i => new IssuedRow($"{i.No}", i.Title, i.Plan, i.Leaders, i.Departments, $"2021年{6 + (i.No % 6)}月28日")),
    ];

    [Fact]
    public void A_draft_that_was_issued_reads_back_with_its_number_its_dates_and_every_row()
    {
        var read = SampleNotice.Read(Bytes(Draft), "issued.docx");

        (read.Number, read.Title, read.Issuer, read.PlanTitle).ShouldBe((Issuing.Number, Draft.Title, Draft.Issuer, Draft.PlanTitle));
        (read.IssuedOn, read.PrintedOn).ShouldBe((Issuing.IssuedOn, Issuing.PrintedOn));
        read.Cc.ShouldBe(Draft.Cc);
        read.Addressees.ShouldBe(Draft.Addressees);
        read.Items.Select(Values).ShouldBe(Draft.Items.Select(Values));
        read.Items.Select(i => i.Due).ShouldBe(Draft.Items.Select(i => (DateOnly?)new DateOnly(2021, 6 + (i.No % 6), 28)));
    }

    [Fact]
    public void Where_the_addressees_were_corrected_they_are_printed_so()
    {
        using var stream = new MemoryStream();
        IssuedNotice.Of(Draft, Issuing with { Addressees = "医务科，护理部：" }, Rows).Write(stream);
        SampleNotice.Read(stream.ToArray(), "issued.docx").Addressees.ShouldBe(["医务科", "护理部"]);
    }

    [Fact]
    public void No_paragraph_of_the_text_is_lost()
    {
        var read = SampleNotice.Read(Bytes(Draft), "issued.docx");
        var kept = string.Concat(read.Text.SelectMany(l => l.Text).Where(c => !char.IsWhiteSpace(c)));

        Draft.Text.Where(l => l.Cell is null).Select(l => string.Concat(l.Text.Where(c => !char.IsWhiteSpace(c))))
            .Where(text => text.Length > 20 && !kept.Contains(text, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void The_row_as_it_was_confirmed_is_issued_whatever_the_draft_said()
    {
        var changed = Rows.SetItem(0, Rows[0] with { Title = "另一件事", Due = "长期坚持" });
        using var stream = new MemoryStream();
        IssuedNotice.Of(Draft, Issuing, changed).Write(stream);

        var read = SampleNotice.Read(stream.ToArray(), "issued.docx");
        read.Items[0].Title.ShouldBe("另一件事");
        read.Items[0].DeadlineText.ShouldNotBeNull().ShouldStartWith("长期坚持");
    }

    [Fact]
    public void Word_finds_nothing_wrong_in_it_and_the_same_notice_gives_the_same_bytes()
    {
        Bytes(Draft).ShouldBe(Bytes(Draft));
        using var stream = new MemoryStream(Bytes(Draft));
        using var document = WordprocessingDocument.Open(stream, isEditable: false);
        new OpenXmlValidator(FileFormatVersions.Office2019).Validate(document)
            .Select(e => $"{e.Path?.XPath}: {e.Description}").ShouldBeEmpty();
    }

    /// <summary>Set APPROVALS_SHOW to a folder to look at what is written.</summary>
    [Fact]
    public void It_can_be_looked_at()
    {
        if (Environment.GetEnvironmentVariable("APPROVALS_SHOW") is { Length: > 0 } folder)
        {
            File.WriteAllBytes(Path.Combine(folder, "issued.docx"), Bytes(Draft));
        }
    }

    private static string Values(NoticeItem item) =>
        $"{item.No}|{item.Title}|{item.Plan}|{string.Join(',', item.Leaders)}|{string.Join(',', item.Departments)}";

    private static byte[] Bytes(NoticeDraft draft)
    {
        using var stream = new MemoryStream();
        IssuedNotice.Of(draft, Issuing, Rows).Write(stream);
        return stream.ToArray();
    }
}
