using System.Collections.Immutable;
using Approvals.Web.Features;
using Approvals.Web.Features.Cases;

namespace Approvals.IntegrationTests.Permissions;

/// <summary>An address that somebody opens.</summary>
internal sealed record Look(string Kind, string Relation, string Column, string Path);

/// <summary>What stands on a page or not.</summary>
/// <param name="Stands">Whether it stands in the page's text, all its pages together.</param>
internal sealed record Line(string Kind, string Relation, string Column, string Path, Func<string, bool> Stands);

/// <summary>A form that somebody sends.</summary>
/// <param name="Changes">What is asked of the store before and after a press that is allowed: its answer is another then. Null: the world
/// cannot do it, so it is tried by those alone who must not; empty: there is nothing to see of it in a row.</param>
internal sealed record Press(
    string Kind, string Relation, string Column, string Path, ImmutableArray<(string Name, string Value)> Fields, string? Changes = null)
{
    /// <summary>What he presses before.</summary>
    public Press? First { get; init; }
}

/// <summary>Every question of the walk, by the cell of matrix.tsv that answers it.</summary>
internal sealed class MatrixQuestions(PermissionWorld world)
{
    private static readonly (string Kind, string Path)[] Pages =
    [
        ("inbox", "/"), ("notice-list", "/notices"), ("affairs", "/affairs"), ("ledger", "/ledger"), ("ledger-files", "/ledger-files"),
        ("inspection", "/inspection"), ("messages", "/messages"), ("copies", "/copies"), ("workflows", "/workflows"),
        ("workflow-file", "/workflows/item.bpmn"), ("vocabulary", "/vocabulary"), ("sign-in-page", "/sign-out"), ("form-address", "/act"),
        ("set-up", "/set-up"), ("trail", "/trail"), ("trail-export", "/trail/export"), ("confirmations", "/confirmations"),
    ];

    private static readonly ILookup<(string Kind, string Relation), string[]> Expected =
        PermissionTables.Matrix.ToLookup(l => (l.Kind, l.Relation), l => l.Cells.Select(c => c.Split('?')[0]).ToArray());

    /// <summary>Null: the table does not say it of this relation.</summary>
    public static string? Cell(string kind, string relation, string column) =>
        Expected[(kind, relation)].FirstOrDefault()?[PermissionTables.Columns.IndexOf(column)];

    /// <summary>What is opened of a subject, by the kind that it is of.</summary>
    private static IEnumerable<(string Kind, string Path)> Opened(Subject subject) =>
    [
        ("item", $"/items/{subject.Item}"), ("item", $"/cases/{subject.Item}"), ("item", $"/cases/{subject.Item}/picture"),
        ("evidence", $"/files/{subject.Evidence}"), ("evidence", $"/files/{subject.Evidence}?of={subject.Branch}"),
        ("notice", $"/notices/{subject.Notice}"), ("notice", $"/cases/{subject.Notice}"), ("notice", $"/cases/{subject.Notice}/picture"),
        ("compare", $"/notices/{subject.Notice}/compare"),
        ("notice-draft", $"/notices/{subject.Draft}"), ("notice-draft", $"/cases/{subject.Draft}"), ("notice-draft", $"/cases/{subject.Draft}/picture"),
        ("affair", $"/affairs/{subject.Affair}"), ("affair", $"/cases/{subject.Affair}"), ("affair", $"/cases/{subject.Affair}/picture"),
        ("campaign", $"/campaigns/{subject.Campaign}"), ("campaign", $"/cases/{subject.Campaign}"), ("campaign", $"/cases/{subject.Campaign}/picture"),
        ("closing-report", $"/campaigns/{subject.Campaign}/report"),
        ("bulletin", $"/cases/{subject.Campaign}/products/101"), ("archive-package", $"/cases/{subject.Campaign}/products/102"),
    ];

    public IEnumerable<Look> Looks() =>
        from column in world.Columns
        from look in Pages.Select(p => (p.Kind, Relation: "page", p.Path))
            .Concat(PermissionWorld.Relations.SelectMany(relation => Opened(world[relation]).Select(o => (o.Kind, Relation: relation, o.Path))))
            .Concat(Own(column))
        where Cell(look.Kind, look.Relation, column) is not null
        select new Look(look.Kind, look.Relation, column, look.Path);

    /// <summary>What has another address for each column.</summary>
    private IEnumerable<(string Kind, string Relation, string Path)> Own(string column) =>
    [
        ("own-account", "own", "/account"), ("own-account", "own", "/account/second-factor"), ("absences", "own", "/absences"),
        ("rights", "own", "/rights"), ("rights", "other", "/rights"),
        ("accounts", "own", $"/accounts/{world.AccountOf(column)}"), ("accounts", "other", $"/accounts/{world.AccountOf("other-head")}"),
        ("accounts", "unit", $"/accounts/{PermissionExtras.Foreign}"),
        // An administrator is none of the directory himself: of his own he sees the list.
        ("people", "own", world.IsMember(column) ? $"/people/{world.PersonOf(column)}" : "/people"),
        ("people", "own", "/people"), ("people", "own", "/bodies"), ("people", "other", $"/people/{world.PersonOf("other-head")}"),
        ("people", "unit", $"/people/{PermissionExtras.Foreign}"),
        ("ledger-file", "own", $"/ledger-files/{world.Extras.Uploads[world.IsMember(column) ? column : "other"]}"),
        ("ledger-file", "other", $"/ledger-files/{world.Extras.Uploads["other"]}"), ("ledger-file", "unit", $"/ledger-files/{world.Extras.Uploads["unit"]}"),
    ];

    public IEnumerable<Line> Lines() =>
        from column in world.Columns
        from line in Lists(column)
        where Cell(line.Kind, line.Relation, column) is not null
        select new Line(line.Kind, line.Relation, column, line.Path, line.Stands);

    private IEnumerable<(string Kind, string Relation, string Path, Func<string, bool> Stands)> Lists(string column)
    {
        foreach (var relation in PermissionWorld.Relations)
        {
            var s = world[relation];
            yield return ("item", relation, "/ledger", Has($"/items/{s.Item}"));
            yield return ("notice", relation, "/notices", Has($"/notices/{s.Notice}"));
            yield return ("notice-draft", relation, "/notices", Has($"/notices/{s.Draft}"));
            yield return ("affair", relation, "/affairs", Has($"/affairs/{s.Affair}"));
        }

        var asked = world.IsMember(column) ? column : "head";
        yield return ("waiting", "part", "/", Has($"{world.Twin(PermissionTwins.Of("waiting", "part", asked))}"));
        yield return ("waiting", "named", "/", Has($"{world.Twin(PermissionTwins.Of("waiting", "named", asked))}"));

        var another = column == "head" ? "leader" : "head";
        yield return ("waiting", "own", "/", Has($"/items/{world["own"].Item}\""));
        yield return ("waiting", "other", "/", Has($"{world.Twin(PermissionTwins.Of("waiting", "part", another))}"));
        yield return ("waiting", "unit", "/", Has($"{world["unit"].Affair}"));
        yield return ("waiting", "unnamed", "/", Has($"{world["unnamed"].Affair}"));
        yield return ("alarms", "page", "/", Has(PermissionExtras.Alarm));
        yield return ("message", "own", "/messages", Has($"共{PermissionExtras.Mine}件"));
        yield return ("message", "other", "/messages", Has($"共{PermissionExtras.Anothers}件"));
        yield return ("message", "unit", "/messages", Has($"共{PermissionExtras.Elsewheres}件"));
        yield return ("message", "named", "/messages", Has(Texts.Messages.Restricted));
        // One of the two that tell of something restricted, and neither with a word of what it is.
        yield return ("message", "unnamed", "/messages", html => html.Split(Texts.Messages.Restricted).Length > 2 || html.Contains("〔unnamed〕", StringComparison.Ordinal));
        yield return ("copy", "own", "/copies", Has($"/cases/{world["part"].Item}"));
        yield return ("copy", "other", "/copies", Has($"/cases/{world["other"].Item}"));
        yield return ("copy", "unit", "/copies", Has($"/cases/{world["unit"].Item}"));
        yield return ("copy", "named", "/copies", Has($"/cases/{world["named"].Item}"));
        yield return ("copy", "unnamed", "/copies", Has($"/cases/{world["unnamed"].Item}"));
        yield return ("absences", "own", "/absences", Has($">{Texts.Absences.Line(column, "other-drafter")}<"));
        yield return ("absences", "other", "/absences", Has($">{Texts.Absences.Line("other-head", "other-drafter")}<"));
        yield return ("absences", "unit", "/absences", Has("foreigner"));
        yield return ("rights", "unit", "/rights", Has("办公室文书"));
        yield return ("own-account", "other", "/account", Has("other-head"));
        yield return ("own-account", "unit", "/account", Has("foreigner"));
    }

    private static Func<string, bool> Has(string text) => html => html.Contains(text, StringComparison.Ordinal);

    public IEnumerable<Press> Presses() =>
        from column in world.Columns
        from press in PagePresses(column).Concat(PermissionWorld.Relations.SelectMany(r => OfSubject(column, r))).Concat(Steps(column)).Concat(ByName(column))
        where Cell(press.Kind, press.Relation, column) is not null
        select press;

    private IEnumerable<Press> PagePresses(string column)
    {
        var (at, own) = (PermissionTables.Columns.IndexOf(column), column == "nobody" ? "1" : $"{world.PersonOf(column)}");
        const string cases = "SELECT count(*) FROM flow_case";
        Press Of(string kind, string relation, string path, string? changes, params (string, string)[] fields) =>
            new(kind, relation, column, path, [.. fields], changes);
        (string, string)[] Away(string person, string month) =>
            [("person", person), ("from", $"2023-{month}-{at + 1:00}"), ("until", $"2023-{month}-{at + 1:00}"), ("proxy", $"{world.PersonOf("other-leader")}")];

        return
        [
            Of("register", "page", "/notices?handler=Elsewhere", null), Of("draft", "page", "/notices?handler=Here", null),
            Of("register", "page", "/notices?handler=Paste", cases, ("door", "Elsewhere"), ("words", Pasted(column, $"某院发〔2021〕{at}号\n"))),
            Of("draft", "page", "/notices?handler=Paste", cases, ("door", "Here"), ("words", Pasted(column))),
            Of("ask", "page", "/affairs", cases, ("kind", column is "office" or "registrar" ? "incoming" : "contract"), ("title", $"{column}的事")),
            Of("vocabulary-keep", "page", "/vocabulary?handler=Remove", null, ("word", "1")),
            Of("mark-read", "page", "/messages", world.IsMember(column) ? $"SELECT count(*) FROM message WHERE recipient = {own} AND read_at IS NULL" : "",
                ("last", $"{int.MaxValue}")),
            Of("absence-keep", "own", "/absences", "SELECT count(*) FROM absence", Away("", "05")),
            Of("absence-keep", "other", "/absences", "SELECT count(*) FROM absence", Away($"{world.PersonOf("other-head")}", "06")),
            Of("absence-keep", "unit", "/absences?handler=End", null, ("absence", "800800")),
            Of("people-keep", "own", $"/people/{own}?handler=Nickname", Told("NicknameGiven"), ("word", $"{column}自己")),
            Of("people-keep", "other", $"/people/{world.PersonOf("other-head")}?handler=Nickname", Told("NicknameGiven"), ("word", $"{column}说的")),
            Of("people-keep", "unit", $"/people/{PermissionExtras.Foreign}?handler=Nickname", null, ("word", "外人")),
            Of("people-keep", "other", "/bodies", null, ("named", "某科"), ("kind", "administrative")),
            Of("accounts-keep", "other", $"/accounts/{world.AccountOf("other-head")}?handler=Unlock", Told("AccountUnlocked")),
            Of("accounts-keep", "other", "/accounts", null, ("person", own), ("login", "another"), ("kind", "member")),
            Of("accounts-keep", "unit", $"/accounts/{PermissionExtras.Foreign}?handler=Unlock", null),
            .. column == "system" ? Array.Empty<Press>() : [Of("accounts-keep", "own", $"/accounts/{world.AccountOf(column)}?handler=Unlock", null)],
            Of("rights-keep", "other", "/rights?handler=Grant", "SELECT count(*) FROM post", Right("other-drafter")),
            .. column == "security" ? Array.Empty<Press>() :
            [
                Of("rights-keep", "own", "/rights?handler=Grant", null, Right(column == "nobody" ? "other-drafter" : column)),
                Of("rights-keep", "unit", "/rights?handler=Grant", null, ("person", $"{PermissionExtras.Foreign}"), ("role", "registrar"), ("from", "2021-06-02")),
            ],
            Of("confirm", "page", "/confirmations", Told("Confirmed"), ("account", $"{world.Extras.Waiting.GetValueOrDefault(column, 7001)}"), ("read", "0")),
            Of("set-up", "page", "/set-up", null, ("name", "某甲")),
            Of("own-account-keep", "own", "/account?handler=RevokeOthers", Told("SessionsEnded")),
            Of("own-account-keep", "other", "/account?handler=Revoke", null, ("session", $"{world.AnothersSession}")),
            Of("own-account-keep", "unit", "/account?handler=Revoke", null, ("session", $"{world.ForeignSession}")),
            Of(
                "ledger-import", "own", $"/ledger-files/{world.Extras.Uploads[world.IsMember(column) ? column : "other"]}", null,
                ("title", "台账"), ("column", "不用读")),
            .. column is "nobody" or "left" ? [Of("sign-out", "page", "/sign-out", null)] : Array.Empty<Press>(),
            Of("ledger-import", "other", $"/ledger-files/{world.Extras.Uploads["other"]}", null, ("title", "台账"), ("column", "不用读")),
            Of("ledger-import", "unit", $"/ledger-files/{world.Extras.Uploads["unit"]}", null, ("title", "台账"), ("column", "不用读")),
        ];
    }

    private (string, string)[] Right(string person) =>
        [("person", $"{world.PersonOf(person)}"), ("role", "discipline"), ("body", $"{world.BodyOf("纪检监察室")}"), ("from", "2021-06-02")];

    private static string Told(string act) => $"SELECT count(*) FROM trail WHERE act = '{act}'";

    private static string Pasted(string column, string number = "") =>
        $"{number}关于{column}工作的通知\n各科室：\n请各科室做好工作。\n某医院\n2021年6月1日\n";

    /// <summary>On the subject as it stands: who must not tries it.</summary>
    private IEnumerable<Press> OfSubject(string column, string relation)
    {
        var s = world[relation];
        var who = column == "nobody" ? "1" : $"{world.PersonOf(column)}";
        (string, string)[] rule = [("row", "1"), ("live", $"{s.Item}"), ("ruling", "Other")];
        (string Kind, string Path, (string, string)[] Fields)[] forms =
        [
            ("restrict", $"/notices/{s.Notice}?handler=Restrict", [("who", who), ("sure", "true")]), ("restrict", $"/items/{s.Item}?handler=Restrict", [("who", who), ("sure", "true")]),
            ("restrict", $"/affairs/{s.Affair}?handler=Restrict", [("who", who), ("sure", "true")]),
            (relation == "own" ? "edit-drafting" : "edit", $"/notices/{s.Draft}?handler=Row", Row(who)),
            (relation == "own" ? "edit-drafting" : "edit", $"/notices/{s.Draft}?handler=Ruling",
                [("difference", "1"), ("version", "1"), ("ruling", "Accept")]),
            (relation == "own" ? "edit-drafting" : "edit", $"/notices/{s.Draft}?handler=Heads", [("heading", "a"), ("column", "b")]),
            .. Corrected(s.Draft, "1", who).Select(c => (relation == "own" ? "edit-drafting" : "edit", c.Path, c.Fields)),
            (relation == "own" ? "edit-issued" : "edit", $"/notices/{s.Notice}?handler=Row", Row(who)),
            .. Corrected(s.Notice, "1", who).Select(c => (relation == "own" ? "edit-issued" : "edit", c.Path, c.Fields)),
            ("compare-rule", $"/notices/{s.Notice}/compare", rule), ("carry-out", $"/notices/{s.Notice}/compare?handler=CarryOut", []),
            .. relation == "own" ? [] : Pressed("press", s.Draft, 0, "hand-in"),
            .. relation == "own" ? [] : Pressed("press", s.Branch, 0, "acknowledge"),
            .. relation == "own" ? [] : Pressed("press", s.Branch, 0, "return", ("in.Reason", "不归我们")),
            // The office's own items are nobody's here: of its own department nobody records.
            .. relation == "own" && column is "office" or "registrar" ? [] : Pressed(
                "record", s.Branch, 0, "acknowledge",
                ($"in.{InputNames.RecordedFor}.who", $"{world.PersonOf("head")}"), ($"in.{InputNames.RecordedFor}.occasion", "电话")),
            ("hand-nudge", "/act/hand", Seat(s.Branch, ("kind", "Nudge"))),
            ("hand-skip", "/act/hand", Seat(s.Branch, ("kind", "Skip"), ("in.Reason", "已退休"))),
            (relation is "own" or "part" ? "" : "hand", "/act/hand", Seat(s.Branch, ("kind", "Transfer"), ("who", who), ("in.Reason", "出差"))),
            (relation is "own" or "part" ? "" : "hand", "/act/hand", Seat(s.Branch, ("kind", "Copy"), ("who", who))),
            (relation == "part" ? "" : "add-seat", "/add-seat", Seat(s.Branch, ("place", "Before"), ("person", who), ("reason", "把关"))),
            (relation is "part" or "named" ? "" : "recall", "/recall", Seat(s.Branch)),
        ];
        return forms.Where(f => f.Kind.Length > 0).Select(f => new Press(f.Kind, relation, column, f.Path, [.. f.Fields]));
    }

    /// <summary>Step by step, as the shipped definitions seat it: who may has a case of his own to press.</summary>
    private IEnumerable<Press> Steps(string column)
    {
        foreach (var step in Step.All)
        {
            var acts = Cell(step.Kind, "own", column) == "act";
            var id = world.Twin(PermissionTwins.Of(step, acts ? column : null));
            var changed = $"SELECT version FROM flow_case WHERE case_id = '{id}'";
            var said = step.Said.Select(f => world.IsMember(f.Value) || f.Value.StartsWith("other-", StringComparison.Ordinal)
                ? (f.Name, $"{world.PersonOf(f.Value)}") : f).ToArray();
            // What waits in a case of his for somebody else: he has no seat in it, whatever he asks.
            if (step.Kind == (column is "handler" or "deputy" or "head" ? "press-clear" : "press-acknowledge"))
            {
                yield return new("press", "own", column, "/act", [.. Seat(id), ("seat", "0"), ("act", step.Action), ("hash", world.HashOf(id))]);
                yield return new("hand", "own", column, "/act/hand", [.. Seat(id, ("kind", "Transfer"), ("who", $"{world.PersonOf("other-head")}"), ("in.Reason", "出差"))]);
            }

            if (step.Kind.StartsWith("edit-", StringComparison.Ordinal))
            {
                foreach (var (path, fields) in Corrected(id, acts ? world.HeadOf(id) : "1", $"{world.PersonOf("leader")}"))
                {
                    yield return new(step.Kind, "own", column, path, [.. fields], RowsAndHead(id));
                }
            }

            yield return step.Kind switch
            {
                "hand-claim" => new Press(step.Kind, "own", column, "/act/hand", [.. Seat(id, ("kind", "Claim"))], changed),
                "hand-nudge" => new Press(step.Kind, "own", column, "/act/hand", [.. Seat(id, ("kind", "Nudge"))], changed),
                var edit when edit.StartsWith("edit-", StringComparison.Ordinal) => new Press(
                    edit, "own", column, $"/notices/{id}?handler=Row", [.. Row($"{world.PersonOf("leader")}")],
                    RowsAndHead(id)),
                _ => new Press(
                    step.Kind, "own", column, "/act",
                    [.. Seat(id), ("seat", step.AtAnyStage ? "-1" : "0"), ("act", step.Action), ("hash", world.HashOf(id)), .. said], changed),
            };
        }
    }

    /// <summary>What waits for him by his name, whatever his posts: of another department's, so that nothing else gives it to him.</summary>
    private IEnumerable<Press> ByName(string column)
    {
        // Who has no seat tries that of a head.
        var asked = world.IsMember(column) ? column : "head";
        foreach (var relation in new[] { "part", "named" })
        {
            Guid Of(string purpose) => world.Twin(PermissionTwins.Of(purpose, relation, asked));

            string Changed(string purpose) => $"SELECT version FROM flow_case WHERE case_id = '{Of(purpose)}'";
            yield return new("press", relation, column, "/act", [.. Seat(Of("press")), ("seat", "0"), ("act", "give-up"), ("in.Reason", "不签了")], Changed("press"));
            yield return new(
                "hand", relation, column, "/act/hand",
                [.. Seat(Of("hand"), ("kind", "Transfer"), ("who", $"{world.ColleagueOf(asked)}"), ("in.Reason", "出差"))], Changed("hand"));
            yield return new("recall", relation, column, "/recall", [("case", $"{Of("recall")}"), ("round", "2")], Changed("recall"))
            {
                First = new("press", relation, column, "/act", [.. Seat(Of("recall")), ("seat", "0"), ("act", "return"), ("in.Reason", "不归我们")]),
            };
            yield return new(
                "add-seat", relation, column, "/add-seat",
                [.. Seat(Of("add-seat"), ("place", "Before"), ("person", $"{world.PersonOf("other-head")}"), ("reason", "把关"))], Changed("add-seat"));
        }

        if (!world.IsMember(column))
        {
            yield break;
        }

        foreach (var relation in new[] { "other", "named" })
        {
            var id = world.Twin(PermissionTwins.Of("record", relation, column));
            yield return new(
                "record", relation, column, "/act",
                [
                    .. Seat(id), ("seat", "0"), ("act", "acknowledge"), ("in.Occasion", "电话"),
                    ("for", $"{world.PersonOf("other-head")}"), ($"in.{InputNames.RecordedFor}.who", $"{world.PersonOf("other-head")}"),
                    ($"in.{InputNames.RecordedFor}.occasion", "电话"),
                ],
                $"SELECT version FROM flow_case WHERE case_id = '{id}'");
        }

        foreach (var relation in new[] { "own", "other", "named" })
        {
            var id = world.Twin(PermissionTwins.Of("restrict", relation, column));
            yield return new(
                "restrict", relation, column, $"/notices/{id}?handler=Restrict",
                [
                    .. world.Members.Except(["left"]).Append("other-head").Append("other-leader").Select(world.PersonOf).Concat(world.Colleagues).Distinct()
                        .Select(p => ("who", $"{p}")), ("sure", "true"),
                ],
                $"SELECT count(*) FROM scope_person WHERE case_id = '{id}'");
        }
    }

    private static (string, string)[] Row(string who) =>
    [
        ("no", "1"), ("version", "1"), ("title", "改过"), ("leaders", who), ("departments", "3"), ("due", "2021-09-01"), ("standard", "标准"),
    ];

    /// <summary>
    /// The forms that correct a whole reading, in an order in which each finds what the one before left: a second row is added, parted,
    /// joined again, taken away and brought back.
    /// </summary>
    private static IEnumerable<(string Path, (string, string)[] Fields)> Corrected(Guid notice, string head, string who) => new (string Handler, (string, string)[] Fields)[]
    {
        ("Add", [("title", "漏读的"), ("plan", "先做甲。再做乙。"), ("leaders", who), ("departments", "3")]),
        ("Split", [("no", "2"), ("version", "1"), ("piece", "再做乙。")]),
        ("Merge", [("no", "3"), ("version", "1"), ("into", "2"), ("sure", "true")]),
        ("Remove", [("no", "2"), ("version", "3"), ("reason", "不是事项")]),
        ("Restore", [("no", "2")]),
        ("Head", [("version", head), ("title", "改过的标题"), ("number", $"测{notice:N}"), ("issuer", "某科"), ("issuedOn", "2021-06-01")]),
    }.Select(f => ($"/notices/{notice}?handler={f.Handler}", f.Fields));

    private static string RowsAndHead(Guid id) =>
        $"SELECT md5((SELECT coalesce(string_agg(x::text, '' ORDER BY row_no), '') FROM notice_row x WHERE case_id = '{id}') || (SELECT title FROM notice WHERE case_id = '{id}'))";

    private IEnumerable<(string Kind, string Path, (string, string)[] Fields)> Pressed(
        string kind, Guid @case, int seat, string action, params (string, string)[] said) =>
        [(kind, "/act", [.. Seat(@case), ("seat", $"{seat}"), ("act", action), .. said])];

    private (string, string)[] Seat(Guid @case, params (string, string)[] said) =>
    [
        ("case", $"{@case}"), ("round", $"{world.RoundOf(@case)}"),
        .. said.Any(f => f.Item1 is "kind" or "place") ? new[] { ("seat", "0") } : [], .. said,
    ];
}
