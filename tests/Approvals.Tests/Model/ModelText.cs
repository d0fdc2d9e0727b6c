namespace Approvals.Tests.Model;

/// <summary>What can be seen of the model, a case a line.</summary>
internal static class ModelText
{
    public static string Show(NaiveModel model) => string.Join('\n', Lines(model, model.Cases[0]));

    private static IEnumerable<string> Lines(NaiveModel model, Running c)
    {
        var still = model.Stands(c);
        var seats = c.Seats.OrderBy(s => s.No).Select(s =>
            $"{s.No}:{model.StandingOf(c, s)}{(s.Holder > 0 ? $" held by {s.Holder}" : "")}{(s.Claimed > 0 ? $" claimed by {s.Claimed}" : "")}{(still || s.Due is not { } due ? "" : $" due {due:MM-dd}")}");
        var votes = c.Votes.Where(v => c.Open && v.Round == c.Round).Select(v => $"{v.Seat} {v.Deed.Id} by {v.Decider}");
        yield return $"{c.Path} {c.Flow} {c.Stage}{(c.Ended ? " ended" : "")} round {c.Round}"
            + $"{(c.Open ? " open" : "")}{(c.Address is { } address ? $" then {address}" : "")} gaps {c.Gaps}" + (c.Ended ? "" : still ? " still" : $" due {c.DueOn:MM-dd}")
            + $" [{string.Join(", ", seats)}] [{string.Join(", ", votes)}]";
        foreach (var line in model.Cases.Where(o => o.Parent == c.No).SelectMany(o => Lines(model, o)))
        {
            yield return line;
        }
    }
}
