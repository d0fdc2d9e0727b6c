using Approvals.IntegrationTests.Cases;
using Approvals.IntegrationTests.Directories;
using Approvals.IntegrationTests.Walk;

namespace Approvals.IntegrationTests.Time;

/// <summary>A seat that waits, and since which day.</summary>
internal sealed record WaitingSeat(Guid Case, string Workflow, string Stage, int Seat, string Title, string? Body, DateOnly Since);

/// <summary>
/// The twin's campaign as it is played for a year: its dates lie on and around the days off, some people never act, and three
/// times nothing runs.
/// </summary>
internal static class YearScript
{
    public static readonly DateOnly Begin = new(2021, 6, 2);
    public static readonly DateOnly End = new(2022, 6, 30);
    public static readonly DateOnly Checks = new(2021, 11, 1);
    public static readonly DateOnly Finish = new(2021, 12, 31);

    /// <summary>Nothing runs and nobody presses on these days, both ends included.</summary>
    public static readonly (DateOnly From, DateOnly To)[] Outages =
    [
        (new(2021, 9, 30), new(2021, 10, 9)), (new(2021, 12, 14), new(2021, 12, 16)), (new(2022, 1, 29), new(2022, 2, 7)),
    ];

    /// <summary>
    /// On holidays, within an outage, just before one that swallows two rungs of the escalation, on a Sunday, on plain days.
    /// </summary>
    private static readonly DateOnly[] Dues =
    [
        new(2021, 6, 15), new(2021, 9, 20), new(2021, 10, 5), new(2021, 10, 8), new(2021, 12, 5), new(2021, 12, 15), new(2022, 1, 31),
        new(2021, 9, 29), new(2022, 5, 2), new(2021, 7, 30),
    ];

    public static IReadOnlyList<OfficeRow> Rows { get; } =
        [.. TwinPeople.Rows.Select((row, at) => new OfficeRow(NameOf(row.Leader), row.Departments, Dues[at]))];

    /// <summary>What moves a row's date: more time (延期) that its department asks for, and two weeks of standing still (中止).</summary>
    private const string Extended = "第10项";
    private const string Stopped = "第9项";

    /// <summary>Presses of one day, beside what everybody does by habit.</summary>
    private static readonly Dictionary<DateOnly, (string Workflow, string Title, string Action)> Once = new()
    {
        [new(2021, 7, 26)] = ("branch", Extended, "申请延期"),
        [new(2022, 3, 1)] = ("item", Stopped, "中止"),
        [new(2022, 3, 15)] = ("item", Stopped, "恢复办理"),
    };

    public static bool IsOut(DateOnly day) => Array.Exists(Outages, o => o.From <= day && day <= o.To);

    public static OfficeRow RowOf(string title) => Rows[int.Parse(title[1..^1], System.Globalization.CultureInfo.InvariantCulture) - 1];

    /// <summary>When the row is due for a seat whose time begins, or begins anew, at that instant.</summary>
    public static DateOnly DueOf(string title, DateTimeOffset at) => title switch
    {
        Extended when at > NaivePromise.Eight(new(2021, 7, 28)) => new(2021, 8, 17),
        Stopped when at > NaivePromise.Eight(new(2022, 3, 1)) => new(2022, 5, 16),
        _ => RowOf(title).Due,
    };

    public static (string Workflow, string Title, string Action)? OnceOn(DateOnly day) => Once.TryGetValue(day, out var press) ? press : null;

    public static string NameOf(string login) => ShippedUnit.Twin.People.Single(p => p.Login == login).Name;

    /// <summary>From which day on the seat is acted on, and by which action; null: never.</summary>
    public static (DateOnly From, string Action)? Acts(WaitingSeat seat) => (seat.Workflow, seat.Stage) switch
    {
        ("branch", "acknowledging") => After(seat, seat.Body switch { "质管办" => null, "临床药学" => 4, "护理部" => 2, _ => 1 }, "签收"),
        ("branch", "working") => HandsIn(seat) is { } on ? (on, "提交") : null,
        ("item", "department-signing") => After(seat, seat.Body == "门诊办" ? 7 : 1, "同意"),
        ("item", "leader-signing") => After(
            seat, RowOf(seat.Title) switch { { Leader: "林清和" } r when r.Due == Dues[3] => null, { Leader: "陆远舟" } => 9, _ => 2 }, "同意"),
        ("item", "self-rating") => After(seat, seat.Body == "护理部" ? null : 2, "自评完成"),
        ("reporting-up", "releasing") => After(seat, seat.Title == "第9项" ? null : 3, "上报责任领导"),
        ("reporting-up", "reading") => After(seat, RowOf(seat.Title).Leader switch { "林清和" => null, "陆远舟" => 4, _ => 1 }, "已阅"),
        ("extension", "weighing") => After(seat, 1, "同意，报领导"),
        ("extension", "granting") => After(seat, 1, "批准"),
        _ => null,
    };

    private static DateOnly? HandsIn(WaitingSeat seat)
    {
        int? late = seat.Body switch { "纪检监察室" => null, "门诊办" => 2, "医务科" => 12, "中西药剂" => 4, _ => -5 };
        return late is { } days ? DueOf(seat.Title, NaivePromise.Eight(End)).AddDays(days) : null;
    }

    private static (DateOnly From, string Action)? After(WaitingSeat seat, int? days, string action) =>
        days is { } number ? (seat.Since.AddDays(number), action) : null;
}
