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
        ["ArchivePackage.IsWholeText"] = "yes or no: whether the program puts the text in",
        ["ArchivePackage.Made"] = "the program writes; of other scopes nothing, nor what was made before one was set",
        ["ArchivePackage.Tree"] = "the program writes; it goes down only within one scope",
        ["Bulletin.OpenMatters"] = "counts of the lines that LedgerRows has let through",
        ["Bulletin.Title"] = "the title of the very case that the paper is of, and of what it stands below within its scope",
        ["ClosingReport.Kept"] = "asked after ClosingRows.Campaign has let him in; it asks for what was restricted since",
        ["CompareService.Issued"] = "yes or no, of a notice that the gate has let him see",
        ["FileDownload.Citing"] = "begins CitedThere and CitedAnywhere, which end with the predicate",
        ["FileStore.Find"] = "FileDownload has asked whose eyes it is for",
        ["FileStore.Read"] = "as FileStore.Find",
        ["InboxRows.Mine"] = "begins the inbox's statements, which end with the predicate",
        ["IssuedDocument.Signed"] = "the program writes the text of the notice itself",
        ["ItemRows.Checklist"] = "the row of an item that the gate has let him see",
        ["LedgerFileStore.Before"] = "his own workbook",
        ["LedgerFileStore.Find"] = "his own workbook, or anybody's for those who see all, until it is a notice (LedgerFileStore.Became)",
        ["LedgerFileStore.IsTied"] = "yes or no, as LedgerFileStore.ToldOf",
        ["LedgerFileStore.ToldOf"] = "heads of columns, of a notice that the gate has let him edit",
        ["LedgerRows.OwnAndBranches"] = "begins LastReports and NextRungs",
        ["LedgerRows.LastReports"] = "of the items of a page that the gate has let through, within their scope",
        ["LedgerRows.NextRungs"] = "as LastReports",
        ["ListRulings.Columns"] = "begins OfNotice and OfItem, which end with the predicate",
        ["ListRulings.Hand"] = "hands on what was ruled and shows nothing",
        ["MessageRows.Events"] = "of messages whose case the gate has let him see (MessageRows.Subjects)",
        ["MessageRows.Seats"] = "as Events",
        ["NoticeEdits.DifferenceVersion"] = "an edit; NoticeEdits.Seated has let him see the notice",
        ["NoticeEdits.IsCarried"] = "as DifferenceVersion",
        ["NoticeEdits.IsRuled"] = "as DifferenceVersion",
        ["NoticeEdits.IsUntouched"] = "as DifferenceVersion",
        ["NoticeEdits.LockCase"] = "as DifferenceVersion; it holds the row and shows nothing",
        ["NoticeEdits.RowVersion"] = "as DifferenceVersion",
        ["NoticeEdits.TakeAway"] = "as DifferenceVersion; what it takes it keeps",
        ["NoticeRows.SelectDifferences"] = "of a notice that ReadableNotice has let him see, where no row is kept from him",
        ["NoticeRows.SelectNotice"] = "as SelectDifferences",
        ["NoticeRows.SelectRows"] = "pages read it by ReadableNotice, which takes out the rows whose item is kept from him",
        ["NoticeUpload.Registered"] = "yes or no: a number stands once, whoever may know of its notice",
        ["SampleHand.Children"] = "makes the samples of an empty house",
        ["SampleNotices.FirstNotice"] = "as SampleHand.Children",
        ["ScopeService.Below"] = "as OpenBelow, of which it is the first part",
        ["ScopeService.WorkBelow"] = "of a case that he may mark, who could do what is open below it: proposed to be named",
        ["ScopeService.OpenBelow"] = "of a case that he sees and may mark, what stands below it in the same scope; a step of it stands in the sentence why not",
        ["StoryRows.Events"] = "of cases that the gate has let through",
        ["StoryRows.Files"] = "as Events",
        ["Wakes.Park"] = "sets aside what broke",
        ["Wakes.Reason"] = "why a case stands still whose page the gate has let him open",
        ["VocabularyStore.Standing"] = "words and who taught them; the titles of notices come by VocabularyStore.Titles",
    };

    /// <summary>Types that read for the program itself, which shows nothing of it to anybody.</summary>
    private static readonly Dictionary<string, string> Machine = new()
    {
        ["AnchorAudit"] = "recomputes hashes",
        ["Anchors"] = "heads and counts, without a word of any case",
        ["CaseAudit"] = "replays every history; names the first case that differs, by its number, to whoever runs the program",
        ["CaseMigrations"] = "moves cases to another edition",
        ["CaseRows"] = "loads a case for a decision; Pressing has asked whether it is the presser's to see",
        ["ChildNumbers"] = "as CaseRows: sums for the decision",
        ["Deciding"] = "as CaseRows; what it says of another case the engine asks for (Scoping.KnownTo)",
        ["EmptySeats"] = "ids of cases in which nobody sits",
        ["Numbers"] = "which register a number comes from",
        ["Outbox"] = "a message on its way to its recipient, who asks by MessageRows what it is about",
        ["ProductFaults"] = "compares hashes",
        ["ProductOrders"] = "what is still to be made; ProductLinks gives it out",
        ["Recounts"] = "ids of cases whose times are counted anew",
        ["SignedContent"] = "a hash",
        ["StoreRules"] = "ids of rows that break a rule of the store, for whoever runs the program",
        ["Subjects"] = "as CaseRows: what a decision measures or splits by",
        ["Timers"] = "which rungs are due",
        ["Waker"] = "whether somebody waits to be woken",
    };

    /// <summary>Cases and notices that a statement reads beside those that it holds, by type and alias.</summary>
    private static readonly Dictionary<string, string> Beside = new()
    {
        ["ClosingRows:k"] = "the campaign itself; and what an item's presses are counted over, within the item's scope",
        ["FileDownload:b"] = "the case that cites; it, or what it stands below within one scope, must be his to see",
        ["FileDownload:p"] = "as b, one step up",
        ["InspectionRows:p"] = "what the row of a held item stands below; shows nothing of itself",
        ["InspectionRows:r"] = "the row of the item that is held",
        ["LedgerRows:k"] = "the campaign: sorted and chosen by its key alone; its title is asked for by CampaignIsOpen",
        ["LedgerRows:r"] = "the row of the item that is held, or of the one above it where that is open to him",
        ["Lineages:p"] = "climbs by keys; each step's title is held in the second part",
        ["ListRulings:n"] = "the notice on whose page he is (ReadableNotice), or the one that c is",
        ["LiveItems:r"] = "the row of the item that is held",
        ["NoticeQueries:r"] = "counted, and told only while it is not divided: until then no row has a scope of its own",
        ["ReadableNotice:n"] = "the notice itself: its scope is compared with those of its items",
        ["ReadableNotice:p"] = "the campaign, by its key",
    };

    [Fact]
    public void Every_statement_that_reads_cases_papers_or_messages_carries_the_predicate_or_has_its_reason()
    {
        var unheld = Statements().Where(s => ReadsWhatIsKept(s.Sql) && !s.Sql.Contains(Gate.IsOpenTo, StringComparison.Ordinal)
            && !Machine.ContainsKey(s.Type)).Select(s => s.Name).ToHashSet();

        unheld.Except(Exempt.Keys).Order().ShouldBeEmpty("whose eyes is it for? Compose one of Gate's predicates into it, or say here why it needs none");
        Exempt.Keys.Except(unheld).Order().ShouldBeEmpty("it is held now, or gone");
        Machine.Keys.Except(Statements().Where(s => ReadsWhatIsKept(s.Sql)).Select(s => s.Type)).Order().ShouldBeEmpty("it reads nothing, or is gone");
        Statements().Count(s => s.Sql.Contains(Gate.IsOpenTo, StringComparison.Ordinal)).ShouldBeGreaterThan(25);
    }

    [Fact]
    public void Each_case_or_notice_in_a_statement_is_held_by_a_predicate_of_its_own_or_has_its_reason()
    {
        var unheld = Statements().Where(s => Statement().IsMatch(s.Sql) && s.Sql.Contains(Gate.IsOpenTo, StringComparison.Ordinal) && !Machine.ContainsKey(s.Type))
            .SelectMany(s => GateReading.Unheld(s.Sql).Select(alias => $"{s.Type}:{alias}")).ToHashSet();

        unheld.Except(Beside.Keys).Order().ShouldBeEmpty("a predicate on one case says nothing of another: hold this one too, or say here what it shows");
        Beside.Keys.Except(unheld).Order().ShouldBeEmpty("it is held now, or gone");
    }

    [Fact]
    public void No_statement_is_put_together_where_nobody_sees_it()
    {
        // Whatever a method says at run time stands in the assembly's own heap of strings, its local constants too.
        string[] known =
        [
            .. Statements().Select(s => s.Sql).Concat(Constants(typeof(Gate)).Select(c => c.Sql))
                .Concat(typeof(Gate).Assembly.GetTypes().Where(IsBench).SelectMany(Constants).Select(c => c.Sql)).Where(sql => Statement().IsMatch(sql) || Writing().IsMatch(sql))
                .OrderByDescending(sql => sql.Length),
        ];
        UserStrings.Of(typeof(Gate).Assembly).Where(text => Kept().IsMatch(text))
            .Select(text => known.Aggregate(text, (left, sql) => left.Replace(sql, "", StringComparison.Ordinal)))
            .Where(left => Kept().IsMatch(left)).Select(left => left.Trim()[..Math.Min(200, left.Trim().Length)])
            .ShouldBeEmpty("write it as a constant of its type, whole");
    }

    [Theory]
    [InlineData("SELECT k.title FROM flow_case c JOIN flow_case k ON k.case_id = c.parent_id WHERE ", "k")]
    [InlineData("SELECT n.number FROM flow_case c JOIN notice n ON n.case_id = c.root_id WHERE ", "n")]
    [InlineData("SELECT n.number FROM notice n JOIN flow_case c ON c.case_id = n.case_id WHERE ", "")]
    public void A_case_beside_the_one_that_is_held_is_found(string sql, string alias) =>
        string.Join(',', GateReading.Unheld(sql + Gate.MaySeeCase)).ShouldBe(alias);

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

    /// <summary>The bench reads a server that it has started itself, of cases that it has made up.</summary>
    private static bool IsBench(Type type) => type.Namespace?.StartsWith(typeof(Approvals.Web.Bench.BenchItem).Namespace!, StringComparison.Ordinal) == true;

    private static IEnumerable<(string Type, string Name, string Sql)> Statements() =>
        from type in typeof(Gate).Assembly.GetTypes()
        where type != typeof(Gate) && !IsBench(type)
        from constant in Constants(type)
        select (type.Name, $"{type.Name}.{constant.Name}", constant.Sql);

    private static IEnumerable<(string Name, string Sql)> Constants(Type type) =>
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where field.IsLiteral && field.FieldType == typeof(string)
        select (field.Name, (string)field.GetRawConstantValue()!); // a literal has a value

    private static bool ReadsWhatIsKept(string sql) => Statement().IsMatch(sql) && Kept().IsMatch(sql);

    [GeneratedRegex(@"^\s*(SELECT|WITH)\b")]
    private static partial Regex Statement();

    /// <summary>What it reads on the way it shows to nobody: it writes, or sorts what another part lets through.</summary>
    [GeneratedRegex(@"^\s*(INSERT|UPDATE|DELETE|ORDER BY)\b")]
    private static partial Regex Writing();

    [GeneratedRegex(
        @"\b(FROM|JOIN)\s+(flow_case|asked|case_party|case_event|seat|vote|matter|assignment|assignment_sitter|notice|notice_row|notice_difference|"
        + @"message|outbox|product|file|campaign_report|list_ruling|own_word|ledger_upload|alarm|timer)\b")]
    private static partial Regex Kept();
}
