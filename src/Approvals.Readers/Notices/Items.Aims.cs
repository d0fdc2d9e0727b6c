using System.Collections.Immutable;
using Approvals.Engine.Deadlines;

namespace Approvals.Readers.Notices;

/// <summary>What columns of values and of spans of time promise: each a point of the item.</summary>
internal sealed partial class Items
{
    /// <summary>What columns of spans of time say goes on with the plan, in the place of a title that only stands for one.</summary>
    private static Passage PlanOf(Entry entry) => entry.Stages.IsEmpty ? entry.Plan
        : Passage.Join(entry.Stages.Select(s => s.Text.Headed(s.When.Text + '：')).Prepend(IsTitle(entry) ? Passage.Empty : entry.Plan));

    private static bool IsTitle(Entry entry) => entry.Plan.Whole == entry.Title.Whole;

    private ImmutableArray<NoticePoint> PointsOf(Entry entry, bool dated)
    {
        var points = Points.Cut(entry.Plan).SelectMany(p => PointsOf(p, dated))
            .Concat(Points.Cut(entry.Goal).SelectMany(p => PointsOf(p, dated, isGoal: true))).ToImmutableArray();
        var aim = Quantity.Of(entry.Aim.Text, entry.Unit.Text, entry.Baseline.Text);
        if (aim is not null && points is [var only] && IsTitle(entry) && entry.Stages.IsEmpty)
        {
            return [only with { Measure = aim, Kind = PointKind.Measure }];
        }

        var stages = entry.Stages.SelectMany(s => PointsOf(s, entry.Unit.Text)).ToList();
        if (aim is { Baseline: not null } && stages.FindIndex(s => s.Measure?.Value == aim.Value) is var same)
        {
            // From where the value is to be reached stands with the point that says it; one of its own where none does.
            var whole = same >= 0 ? stages[same]
                : Point($"{entry.Title.Text}：{aim.Phrase}", entry.Aim.Span(0, entry.Aim.Length), null, null);
            whole = whole with { Measure = aim, Kind = PointKind.Measure };
            stages = [.. stages.Where((_, at) => at != same).Append(whole).OrderBy(p => p.Due)];
        }

        return [.. IsTitle(entry) && !entry.Stages.IsEmpty ? [] : points, .. stages];
    }

    private IEnumerable<NoticePoint> PointsOf(Stage stage, string unit) => Points.Cut(stage.Text).Select(text =>
    {
        var own = DeadlineRules.Find(text.Text) is [var phrase, ..] ? text.Slice(phrase.Start, phrase.Length) : stage.When;
        var aim = Quantity.Of(text.Text, unit, "");
        var counted = aim is not null && char.IsAsciiDigit(text.Text[^1]) ? unit : "";
        var point = Point($"{stage.When.Text}：{text.Text}{counted}", text.Span(0, text.Length), Read(own.Text, own.Whole), own.Whole);
        // 全年目标 is to be reached at the end; nobody is to report on it all the year.
        point = own == stage.When ? point with { Recurrence = null, RecurrenceTime = null } : point;
        return aim is not null ? point with { Measure = aim, Kind = PointKind.Measure } : point;
    });

    /// <summary>Whether words say by when: 3月10日前, 6月底; not that something was on 3月10日.</summary>
    public static bool SetsDay(string text) => DeadlineRules.Find(text)
        .Any(p => IsDated(p.Text) && !DeadlineRules.IsSpan(p.RuleId) && p.Text[^1] is '前' or '底' or '末' or '止');
}
