namespace Approvals.Tests.Model;

/// <summary>What can be seen of a case, on either side, in the same words.</summary>
/// <param name="Path">As in <see cref="Attempt.Case"/>.</param>
/// <param name="Address">Where its next move onward goes.</param>
/// <param name="Still">No time runs: what is due is said when it runs on.</param>
internal sealed record Seen(
    string Path, string Flow, string Stage, bool Ended, int Round, bool Open, string? Address, int Gaps, bool Still, DateOnly? DueOn)
{
    public IEnumerable<SeenSeat> Seats { get; init; } = [];

    public IEnumerable<string> Votes { get; init; } = [];

    public static IEnumerable<Seen> Of(NaiveModel model, Running c) =>
    [
        new(c.Path, c.Flow, c.Stage, c.Ended, c.Round, c.Seats.Count > 0, c.Address, c.Gaps, model.Stands(c), c.DueOn)
        {
            Seats = c.Seats.OrderBy(s => s.No).Select(s => new SeenSeat(
                s.No, model.StandingOf(c, s), s.Holder > 0 ? s.Holder : null, s.Claimed > 0 ? s.Claimed : null,
                model.Stands(c) ? null : s.Due)),
            Votes = c.Votes.Where(v => c.Seats.Count > 0 && v.Round == c.Round).Select(v => $"{v.Seat} {v.Deed.Id} by {v.Humans[0]}"),
        },
        .. model.Cases.Where(o => o.Parent == c.No).SelectMany(o => Of(model, o)),
    ];

    public static string Text(IEnumerable<Seen> cases) => string.Join('\n', cases);

    public override string ToString() =>
        $"{Path} {Flow} {Stage} {(Ended ? "ended " : "")}round {Round} {(Open ? "open " : "")}gaps {Gaps}"
        + (Address is null ? "" : $" then {Address}") + (Ended ? "" : Still ? " still" : $" due {DueOn:MM-dd}")
        + $" [{string.Join(", ", Seats)}] [{string.Join(", ", Votes)}]";
}

internal sealed record SeenSeat(int No, string Standing, int? Holder, int? ClaimedBy, DateOnly? Due)
{
    public override string ToString() => $"{No} {Standing}" + (Holder is null ? "" : $" held by {Holder}")
        + (ClaimedBy is null ? "" : $" claimed by {ClaimedBy}") + (Due is null ? "" : $" due {Due:MM-dd}");
}
