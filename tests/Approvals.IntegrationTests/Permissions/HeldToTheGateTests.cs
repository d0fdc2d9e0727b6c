using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Approvals.Engine;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using Approvals.Readers.Units;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Directories;
using Approvals.Web.Features.Identity;
using Approvals.Web.Features.Messages;
using Approvals.Web.Store;
using Approvals.Web.Store.Messages;

namespace Approvals.IntegrationTests.Permissions;

/// <summary>
/// Every statement that reads what cases are about asks whose eyes it is for: it carries one of the gate's predicates, all of which hold
/// the 知悉范围. What needs none stands here with its reason.
/// </summary>
public sealed partial class HeldToTheGateTests
{
    /// <summary>Statements without a predicate, by type and constant.</summary>
    private static readonly Dictionary<string, string> Exempt = new()
    {
        ["Alarms.Open"] = "sentences of the program for those who mend what they say; a restricted matter is in none (Vacancies)",
        ["ArchivePackage.Events"] = "the program writes; what has a scope of its own is left out (ArchivePackage.Tree)",
        ["ArchivePackage.Made"] = "the program writes; of other scopes nothing",
        ["ArchivePackage.Tree"] = "the program writes; it goes down only within one scope",
        ["Bulletin.OpenMatters"] = "counts of the lines that LedgerRows has let through",
        ["Bulletin.Title"] = "the title of the very case that the paper is of",
        ["ClosingReport.Kept"] = "asked after ClosingRows.Campaign has let him in; it asks for what was restricted since",
        ["CompareService.Issued"] = "yes or no, of a notice that the gate has let him see",
        ["FileDownload.Citing"] = "begins CitedThere and CitedAnywhere, which end with the predicate",
        ["FileStore.Find"] = "FileDownload has asked whose eyes it is for",
        ["FileStore.Read"] = "as FileStore.Find",
        ["InboxRows.Mine"] = "begins the inbox's statements, which end with the predicate",
        ["IssuedDocument.Signed"] = "the program writes the text of the notice itself",
        ["ItemRows.Checklist"] = "the row of an item that the gate has let him see",
        ["LedgerFileStore.Brought"] = "yes or no, of a file whose bytes he has himself",
        ["LedgerFileStore.Find"] = "his own workbook, or anybody's for those who see all; it is no matter yet",
        ["LedgerRows.LastReports"] = "of the items of a page that the gate has let through, within their scope",
        ["LedgerRows.NextRungs"] = "as LastReports",
        ["ListRulings.Columns"] = "begins OfNotice and OfItem, which end with the predicate",
        ["ListRulings.Hand"] = "hands on what was ruled and shows nothing",
        ["LiveItems.Columns"] = "begins Live and One, which end with the predicate",
        ["MessageRows.Events"] = "of messages whose case the gate has let him see (MessageRows.Subjects)",
        ["MessageRows.Seats"] = "as Events",
        ["NoticeEdits.DifferenceVersion"] = "an edit; NoticeEdits.Seated has let him see the notice",
        ["NoticeEdits.IsCarried"] = "as DifferenceVersion",
        ["NoticeEdits.IsUntouched"] = "as DifferenceVersion",
        ["NoticeEdits.LockCase"] = "as DifferenceVersion; it holds the row and shows nothing",
        ["NoticeEdits.RowVersion"] = "as DifferenceVersion",
        ["NoticeRows.SelectDifferences"] = "of a notice that NoticeQueries.Visible has let him see",
        ["NoticeRows.SelectNotice"] = "as SelectDifferences",
        ["NoticeRows.SelectRows"] = "as SelectDifferences; rows whose item is kept from him are taken out",
        ["NoticeUpload.Registered"] = "yes or no: a number stands once, whoever may know of its notice",
        ["ProductLinks.Ordered"] = "of a case whose page the gate has let him open",
        ["SampleHand.Children"] = "makes the samples of an empty house",
        ["SampleNotices.FirstNotice"] = "as SampleHand.Children",
        ["ScopeService.OpenBelow"] = "of a case that he sees and may mark, what stands below it in the same scope; a step of it stands in the sentence why not",
        ["StoryRows.Events"] = "of cases that the gate has let through",
        ["StoryRows.Files"] = "as Events",
        ["VocabularyStore.Standing"] = "words and who taught them; the titles of notices come by VocabularyStore.Titles",
    };

    [Fact]
    public void Every_statement_that_reads_cases_papers_or_messages_carries_the_predicate_or_has_its_reason()
    {
        var unheld = Statements().Where(s => ReadsWhatIsKept(s.Sql) && !s.Sql.Contains(Gate.IsOpenTo, StringComparison.Ordinal))
            .Select(s => s.Name).ToHashSet();

        unheld.Except(Exempt.Keys).Order().ShouldBeEmpty("whose eyes is it for? Compose one of Gate's predicates into it, or say here why it needs none");
        Exempt.Keys.Except(unheld).Order().ShouldBeEmpty("it is held now, or gone");
        Statements().Count(s => s.Sql.Contains(Gate.IsOpenTo, StringComparison.Ordinal)).ShouldBeGreaterThan(25);
    }

    [Theory]
    [InlineData("SELECT c.title FROM flow_case c WHERE c.unit_id = @unit", true)]
    [InlineData("SELECT count(*)\nFROM message\nWHERE unit_id = @unit", true)]
    [InlineData("WITH x AS (SELECT 1) SELECT f.content FROM x JOIN file f ON f.unit_id = @unit", true)]
    [InlineData("SELECT name FROM person WHERE unit_id = @unit", false)]
    [InlineData("UPDATE message SET read_at = office_now() WHERE unit_id = @unit", false)]
    public void A_planted_statement_is_found(string sql, bool reads) => ReadsWhatIsKept(sql).ShouldBe(reads);

    [Fact]
    public void Of_a_restricted_matter_every_kind_of_message_says_that_there_is_something_and_no_more()
    {
        var kinds = typeof(MessageNote).GetCustomAttributes<JsonDerivedTypeAttribute>().Select(a => a.DerivedType).ToHashSet();
        var id = CaseId.Derive(new DateOnly(2021, 6, 2), "x");
        var rung = new RungNote(id, 1, new SeatNo(0), 1, new DateOnly(2021, 6, 2), null, 0);
        MessageNote[] notes =
        [
            new MessageNote.Recorded(id, 1), new MessageNote.Reminder(rung), new MessageNote.Escalation(rung),
            new MessageNote.StoodIn(id, 1), new MessageNote.HandedOver(id, 1), new MessageNote.Nudged(id, 1), new MessageNote.Copied(id, 1),
        ];
        notes.Select(n => n.GetType()).Append(typeof(MessageNote.Digest)).Append(typeof(MessageNote.AccountKept)).ShouldBe(
            kinds, ignoreOrder: true, "a digest is of numbers, each of what its reader may see; of his account are no matters");

        var book = new WorkflowBook("", ImmutableDictionary<RoleId, Role>.Empty, ImmutableDictionary<WorkflowId, Workflow>.Empty);
        var subject = new Approvals.Web.Features.Messages.Subject("某举报的核查", book, new Workflow(new WorkflowId("w"), "核查", [], [], [])) { Restricted = true };
        var reader = new CurrentUser(
            new UnitRow(new UnitId(1), "", "", true, "Asia/Shanghai"), 1, "", new Person(new PersonId(1), "某人", 1), [], new DateOnly(2021, 6, 2), false,
            new DirectorySnapshot(new UnitId(1), 1, UnitDirectory.Empty, NameBook.Empty, null));
        var words = new MessageWords(
            reader, new Dictionary<CaseId, Approvals.Web.Features.Messages.Subject> { [id] = subject }, new Dictionary<(CaseId, int, SeatNo), SeatRow>(),
            new Dictionary<(CaseId, int), EventRow>());
        foreach (var note in notes)
        {
            var line = words.Line(new ArrivedRow(1, note.Bytes(), DateTimeOffset.UnixEpoch, false));
            (line.Kind, line.About, line.Sentence).ShouldBe(("限定范围", null, "您有一件限定范围的事项。"), note.GetType().Name);
        }
    }

    private static IEnumerable<(string Name, string Sql)> Statements() =>
        from type in typeof(Gate).Assembly.GetTypes()
        where type.Namespace?.StartsWith("Approvals.Web.Features", StringComparison.Ordinal) == true && type != typeof(Gate)
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where field.IsLiteral && field.FieldType == typeof(string)
        select ($"{type.Name}.{field.Name}", (string)field.GetRawConstantValue()!); // a literal has a value

    private static bool ReadsWhatIsKept(string sql) => Statement().IsMatch(sql) && Kept().IsMatch(sql);

    [GeneratedRegex(@"^\s*(SELECT|WITH)\b")]
    private static partial Regex Statement();

    [GeneratedRegex(
        @"\b(FROM|JOIN)\s+(flow_case|case_party|case_event|seat|vote|matter|assignment|assignment_sitter|notice|notice_row|notice_difference|"
        + @"message|outbox|product|file|campaign_report|list_ruling|own_word|ledger_upload|alarm|timer)\b")]
    private static partial Regex Kept();
}
