using System.Collections.Immutable;
using Approvals.Engine.Cases;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Store.Audit;

/// <summary>Compares a case as its rows have it with the same case rebuilt from its events, in words.</summary>
internal static class CaseDifference
{
    /// <summary>The first difference as one sentence; null where there is none.</summary>
    public static string? Between(Case rows, Case history) =>
        Differs("流程", rows.Workflow, history.Workflow)
        ?? Differs("定义版本", rows.BookHash, history.BookHash)
        ?? Differs("换版", rows.Moves, history.Moves)
        ?? Differs("上级", rows.Parent, history.Parent)
        ?? Differs("编码", rows.Key, history.Key)
        ?? Differs("标题", rows.Title, history.Title)
        ?? Differs("环节", rows.Stage, history.Stage)
        ?? Differs("是否结束", rows.Ended, history.Ended)
        ?? Differs("轮次", rows.Round, history.Round)
        ?? Differs("本轮是否开着", rows.RoundIsOpen, history.RoundIsOpen)
        ?? Differs("事件数", rows.Version, history.Version)
        ?? Differs("到期日", rows.DueOn, history.DueOn)
        ?? Differs("时限变动", Moved(rows), Moved(history))
        ?? Differs("上级轮次", rows.ParentRound, history.ParentRound)
        ?? Differs("直送去向", rows.StraightBack, history.StraightBack)
        ?? Differs("可否撤回", rows.Recallable, history.Recallable)
        ?? Differs("席位", rows.Seats, history.Seats)
        ?? Differs("各环节席位", Sorted(rows.RoundStage, s => s.Value), Sorted(history.RoundStage, s => s.Value))
        ?? Differs("表决", rows.Votes, history.Votes)
        ?? Differs("相关人员和科室", Named(rows), Named(history))
        ?? Differs("标记", rows.Facts, history.Facts)
        ?? Differs("抄送", rows.Copied, history.Copied)
        ?? Differs("知悉范围", rows.Scope, history.Scope)
        ?? Differs("问题", rows.Matters, history.Matters)
        ?? Differs("文号", Sorted(rows.Numbers, purpose => purpose), Sorted(history.Numbers, purpose => purpose))
        ?? Differs("指标", rows.Measures, history.Measures)
        ?? Differs("例行任务", rows.Duty, history.Duty)
        ?? Differs("拆分次数", Sorted(rows.Splits, w => w.Value), Sorted(history.Splits, w => w.Value));

    /// <summary>What waits for somebody: the open seats.</summary>
    public static string? OfOpenSeats(IEnumerable<OpenSeat> rows, Case history) =>
        Differs(
            "待办件",
            rows.OrderBy(r => r.No.Value),
            history.OpenSeats.Select(s => new OpenSeat(history.Round, s.No, history.ClockOf(s.No)?.DueOn))
                .OrderBy(s => s.No.Value));

    /// <summary>How the time of each of them runs; asked once they are the same seats.</summary>
    public static string? OfClocks(Case rows, Case history) => Differs("计时", rows.Time.Clocks, history.Time.Clocks);

    private static CaseTime Moved(Case @case) => @case.Time with { Clocks = [] };

    private static string? Differs<T>(string what, T rows, T history)
    {
        var (a, b) = (CaseJson.Text(rows), CaseJson.Text(history));
        return a == b ? null : $"{what}不符：数据行是 {a}，历史是 {b}";
    }

    /// <summary>A party that nobody belongs to leaves no row; named or not, it is the same.</summary>
    private static IEnumerable<KeyValuePair<Engine.Definitions.Party, PartyMembers>> Named(Case @case) =>
        @case.Parties.Where(p => p.Value != PartyMembers.None).OrderBy(p => p.Key);

    private static IEnumerable<KeyValuePair<TKey, TValue>> Sorted<TKey, TValue>(
        ImmutableDictionary<TKey, TValue> map, Func<TKey, string> by)
        where TKey : notnull =>
        map.OrderBy(pair => by(pair.Key), StringComparer.Ordinal);
}

/// <summary>A row of what is open (待办件).</summary>
internal sealed record OpenSeat(int Round, Engine.SeatNo No, DateOnly? DueOn);
