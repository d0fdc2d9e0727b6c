using System.Collections.Concurrent;
using System.Net;
using Approvals.Web.Features.Cases;

namespace Approvals.IntegrationTests.Permissions;

/// <summary>
/// The whole matrix over HTTP. What is expected stands in matrix.tsv and nowhere else: what it forbids answers 403 or 404, or leads to the
/// door where nobody is signed in, and no row of any table is another afterwards.
/// </summary>
public sealed class MatrixWalkTests(PermissionWorld world) : IClassFixture<PermissionWorld>
{
    private static readonly string[] Strangers = ["nobody", "left"];

    private static readonly ILookup<(string Kind, string Relation), string[]> Expected =
        PermissionTables.Matrix.ToLookup(l => (l.Kind, l.Relation), l => l.Cells.Select(c => c.Split('?')[0]).ToArray());

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
    ];

    private static readonly (string Kind, string Path)[] Pages =
    [
        ("inbox", "/"), ("notice-list", "/notices"), ("affairs", "/affairs"), ("ledger", "/ledger"), ("ledger-files", "/ledger-files"),
        ("inspection", "/inspection"), ("messages", "/messages"), ("copies", "/copies"), ("workflows", "/workflows"),
        ("workflow-file", "/workflows/item.bpmn"), ("vocabulary", "/vocabulary"), ("sign-in-page", "/sign-out"), ("form-address", "/act"),
    ];

    [Fact]
    public async Task Every_page_and_file_opens_for_those_and_only_those_whom_the_table_says()
    {
        var wrong = new ConcurrentBag<string>();
        var asked = Pages.Select(p => (p.Kind, Relation: "page", p.Path))
            .Concat(new[] { "part", "own", "other", "unit", "named", "unnamed" }
                .SelectMany(relation => Opened(world[relation]).Select(o => (o.Kind, Relation: relation, o.Path))))
            .SelectMany(o => world.Columns.Select(column => (o.Kind, o.Relation, o.Path, Column: column)))
            .Where(o => Cell(o.Kind, o.Relation, o.Column) is not null).ToList();
        await Parallel.ForEachAsync(asked, new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (o, cancellation) =>
        {
            using var answer = await world.ClientOf(o.Column).GetAsync(o.Path, cancellation);
            if (Complaint(Cell(o.Kind, o.Relation, o.Column), answer, o.Column) is { } complaint)
            {
                wrong.Add($"{o.Kind}, {o.Relation}, {o.Column}: {complaint} ({o.Path})");
            }
        });

        string.Join("\n", wrong.Order()).ShouldBe("", $"of {asked.Count}");
        asked.Count.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public async Task In_every_list_stand_those_and_only_those_lines_that_the_table_says()
    {
        var wrong = new ConcurrentBag<string>();
        (string Path, string[] Kinds, Func<Subject, string> Line)[] lists =
        [
            ("/ledger", ["item"], s => $"/items/{s.Item}"),
            ("/notices", ["notice"], s => $"/notices/{s.Notice}"),
            ("/notices", ["notice-draft"], s => $"/notices/{s.Draft}"),
            ("/affairs", ["affair"], s => $"/affairs/{s.Affair}"),
        ];
        var asked = lists.SelectMany(list => world.Columns.Except(Strangers).Select(column => (list, column))).ToList();
        await Parallel.ForEachAsync(asked, new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (o, cancellation) =>
        {
            var html = await world.ClientOf(o.column).GetStringAsync(o.list.Path, cancellation);
            foreach (var relation in new[] { "part", "own", "other", "unit", "named", "unnamed" })
            {
                var expected = o.list.Kinds.Any(kind => Cell(kind, relation, o.column) == "see");
                if (html.Contains(o.list.Line(world[relation]), StringComparison.Ordinal) != expected)
                {
                    wrong.Add($"{o.list.Path} of {o.list.Kinds[0]}, {relation}, {o.column}: should {(expected ? "" : "not ")}stand there");
                }

                if (relation == "unnamed" && html.Contains(world[relation].Mark, StringComparison.Ordinal))
                {
                    wrong.Add($"{o.list.Path}, {o.column}: a word of what he may not know of");
                }
            }
        });

        string.Join("\n", wrong.Order()).ShouldBe("");
    }

    [Fact]
    public async Task What_the_table_forbids_to_press_answers_403_or_404_and_no_row_of_any_table_changes()
    {
        var before = await world.RestAsync();
        var wrong = new ConcurrentBag<string>();
        var asked = Presses().Where(p => Cell(p.Kind, p.Relation, p.Column) == "-").ToList();
        await Parallel.ForEachAsync(asked, new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (p, cancellation) =>
        {
            using var form = new FormUrlEncodedContent(
                p.Fields.Append(("key", $"{p.Kind}{p.Relation}{p.Column}")).Append(("__RequestVerificationToken", world.TokenOf(p.Column)))
                    .Select(f => KeyValuePair.Create(f.Item1, f.Item2)));
            using var answer = await world.ClientOf(p.Column).PostAsync(p.Path, form, cancellation);
            if (Complaint("-", answer, p.Column) is { } complaint)
            {
                wrong.Add($"{p.Kind}, {p.Relation}, {p.Column}: {complaint} ({p.Path})");
            }
        });

        string.Join("\n", wrong.Order()).ShouldBe("", $"of {asked.Count}");
        (await world.RestAsync()).Split('\n').Except(before.Split('\n')).ShouldBeEmpty("rows have changed");
        asked.Count.ShouldBeGreaterThan(800);
    }

    private IEnumerable<(string Kind, string Relation, string Column, string Path, (string, string)[] Fields)> Presses()
    {
        foreach (var column in world.Columns)
        {
            (string Kind, string Relation, string Path, (string, string)[] Fields)[] pages =
            [
                ("register", "page", "/notices?handler=Elsewhere", []), ("draft", "page", "/notices?handler=Here", []),
                ("register", "page", "/notices?handler=Paste", [("door", "Elsewhere"), ("words", "通知")]),
                ("draft", "page", "/notices?handler=Paste", [("door", "Here"), ("words", "通知")]),
                ("ask", "page", "/affairs", [("kind", "contract"), ("title", "某合同")]),
                ("vocabulary-keep", "page", "/vocabulary?handler=Remove", [("word", "1")]),
                ("absence-keep", "other", "/absences",
                    [
                        ("person", $"{world.PersonOf("other-head")}"), ("from", "2021-06-03"), ("until", "2021-06-04"),
                        ("proxy", $"{world.PersonOf("other-leader")}"),
                    ]),
            ];
            foreach (var (kind, relation, path, fields) in pages)
            {
                yield return (kind, relation, column, path, fields);
            }

            foreach (var relation in new[] { "part", "own", "other", "unit", "named", "unnamed" })
            {
                var s = world[relation];
                var who = column == "nobody" ? "1" : $"{world.PersonOf(column)}";
                (string, string)[] row =
                [
                    ("no", "1"), ("version", "1"), ("title", "改过"), ("leaders", who), ("departments", "3"), ("due", "2021-09-01"), ("standard", "标准"),
                ];
                (string, string)[] rule = [("row", "1"), ("live", $"{s.Item}"), ("ruling", "Other")];
                (string Kind, string Path, (string, string)[] Fields)[] forms =
                [
                    ("restrict", $"/notices/{s.Notice}?handler=Restrict", [("who", who)]), ("restrict", $"/items/{s.Item}?handler=Restrict", [("who", who)]),
                    ("restrict", $"/affairs/{s.Affair}?handler=Restrict", [("who", who)]),
                    (relation == "own" ? "edit-drafting" : "edit", $"/notices/{s.Draft}?handler=Row", row),
                    (relation == "own" ? "edit-drafting" : "edit", $"/notices/{s.Draft}?handler=Ruling",
                        [("difference", "1"), ("version", "1"), ("ruling", "Accept")]),
                    (relation == "own" ? "edit-drafting" : "edit", $"/notices/{s.Draft}?handler=Heads", [("heading", "a"), ("column", "b")]),
                    (relation == "own" ? "edit-issued" : "edit", $"/notices/{s.Notice}?handler=Row", row),
                    ("compare-rule", $"/notices/{s.Notice}/compare", rule), ("carry-out", $"/notices/{s.Notice}/compare?handler=CarryOut", []),
                    .. Pressed(relation == "own" ? "press-hand-in-draft" : "press", s.Draft, 0, "hand-in"),
                    .. Pressed(relation == "own" ? "press-acknowledge" : "press", s.Branch, 0, "acknowledge"),
                    .. Pressed(relation == "own" ? "press-refuse" : "press", s.Branch, 0, "return", ("in.Reason", "不归我们")),
                    .. Pressed(relation == "own" ? "press-circulate" : "", s.Notice, 0, "circulate", ("in.Readers", who)),
                    .. Pressed(relation == "own" ? "press-open-phase" : "", s.Campaign, 0, "open-checks"),
                    .. Pressed(relation == "own" ? "press-withdraw" : "", s.Item, -1, "withdraw", ("in.Reason", "不办了")),
                    .. Pressed(relation == "own" ? "press-reassign" : "", s.Item, -1, "rename-leaders", ("in.Reason", "换人"), ("in.ResponsibleLeaders", who)),
                    .. Pressed(relation == "own" ? "press-call-off" : "", s.Campaign, -1, "call-off", ("in.Reason", "不办了")),
                    // The office's own items are nobody's here: of its own department nobody records.
                    .. relation == "own" && column is "office" or "registrar" ? [] : Pressed(
                        "record", s.Branch, 0, "acknowledge",
                        ($"in.{InputNames.RecordedFor}.who", $"{world.PersonOf("head")}"), ($"in.{InputNames.RecordedFor}.occasion", "电话")),
                    ("hand-nudge", "/act/hand", Seat(s.Branch, ("kind", "Nudge"))),
                    (relation is "own" or "part" ? "" : "hand", "/act/hand", Seat(s.Branch, ("kind", "Transfer"), ("who", who), ("in.Reason", "出差"))),
                    (relation is "own" or "part" ? "" : "hand", "/act/hand", Seat(s.Branch, ("kind", "Copy"), ("who", who))),
                    (relation == "part" ? "" : "add-seat", "/add-seat", Seat(s.Branch, ("place", "Before"), ("person", who), ("reason", "把关"))),
                    (relation is "unit" or "unnamed" ? "recall" : "", "/recall", Seat(s.Branch)),
                ];
                foreach (var (kind, path, fields) in forms.Where(f => f.Kind.Length > 0))
                {
                    yield return (kind, relation, column, path, fields);
                }
            }
        }
    }

    private IEnumerable<(string Kind, string Path, (string, string)[] Fields)> Pressed(
        string kind, Guid @case, int seat, string action, params (string, string)[] said) =>
        [(kind, "/act", [.. Seat(@case), ("seat", $"{seat}"), ("act", action), .. said])];

    private (string, string)[] Seat(Guid @case, params (string, string)[] said) =>
    [
        ("case", $"{@case}"), ("round", $"{world.RoundOf(@case)}"),
        .. said.Any(f => f.Item1 is "kind" or "place") ? new[] { ("seat", "0") } : [], .. said,
    ];

    /// <summary>Null: the table does not say it of this relation.</summary>
    private static string? Cell(string kind, string relation, string column) =>
        Expected[(kind, relation)].FirstOrDefault()?[PermissionTables.Columns.IndexOf(column)];

    private static string? Complaint(string? cell, HttpResponseMessage answer, string column)
    {
        var status = answer.StatusCode;
        var toTheDoor = status == HttpStatusCode.Redirect && answer.Headers.Location?.OriginalString.Contains("/sign-in", StringComparison.Ordinal) == true;
        return cell switch
        {
            "-" when Strangers.Contains(column) =>
                toTheDoor || status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden ? null : $"forbidden, but {(int)status}",
            "-" => status is HttpStatusCode.NotFound or HttpStatusCode.Forbidden ? null : $"forbidden, but {(int)status}",
            _ => status == HttpStatusCode.OK || (status == HttpStatusCode.Redirect && !toTheDoor) ? null : $"{cell}, but {(int)status}",
        };
    }
}
