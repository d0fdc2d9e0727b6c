using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>What an item asks for again and again (例行任务), with the time of day of the point that says so.</summary>
public static class ItemDuty
{
    /// <summary>Null where the item recurs in no way.</summary>
    public static Recurrence? Of(NoticeItem item)
    {
        if (item.Recurrence is not { } rule)
        {
            return null;
        }

        var time = item.Points.Where(p => p.Recurrence == rule).Select(p => p.RecurrenceTime).OfType<string>().FirstOrDefault();
        return Recurrence.Parse(time is null ? rule : $"{rule} {time}");
    }
}
