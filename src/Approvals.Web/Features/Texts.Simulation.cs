using System.Diagnostics;
using Approvals.Engine.Cases;
using Approvals.Engine.Simulation;
using Approvals.Web.Features.Rehearsals;

namespace Approvals.Web.Features;

/// <summary>Texts of 预排: a campaign that is only played.</summary>
public static partial class Texts
{
    internal static class Rehearsal
    {
        public const string Reason = "预排：因故";
        public const string Report = "预排：已办";
        public const string ByItself = "自动";
        public const string Entered = "进入本环节";
        public const string Timeline = "一、经过";
        public const string Messages = "二、消息";
        public const string People = "三、各人";
        public const string Months = "四、每月末和最后一天的事项";
        public const string Left = "五、没有办结的";
        public const string WaitsForOthers = "等其他事项";

        public static string Heading(string title, string unit, bool demonstration) =>
            $"预排：{title}（{unit}{(demonstration ? "，" + Demonstration : "")}）";

        public static string Span(DateOnly from, DateOnly lastDay, long seed) =>
            $"{FullDay(from)}至{FullDay(lastDay)}，种子{seed}";

        public static string EndedAs(string ending) => $"结束：{ending}";

        public static string StandsAt(string stage) => $"没有结束，停在：{stage}";

        public static string Sums(RehearsalCounts counts) =>
            $"流程{counts.Cases}个，记录{counts.Events}条；操作{counts.Presses}次，其中签批{counts.Signatures}次；"
            + $"消息{counts.Messages}条，其中催办{counts.Reminders}条，逾期告知{counts.Escalations}条";

        public static string Number(string text) => $"取号：{text}";

        public static string DueMoved(DateOnly due) => $"时限改为{FullDay(due)}";

        public static string Kind(MessageKind kind) => kind switch
        {
            MessageKind.Reminder => "催办",
            MessageKind.Escalation => "逾期告知",
            _ => throw new UnreachableException(),
        };

        public static string Behaviour(Behaviour behaviour) => behaviour switch
        {
            Engine.Simulation.Behaviour.Diligent => "按时",
            Engine.Simulation.Behaviour.Late => "拖后",
            Engine.Simulation.Behaviour.Absent => "有段不在岗",
            Engine.Simulation.Behaviour.Returning => "会退回",
            _ => throw new UnreachableException(),
        };

        public static string Due(DateOnly due, int days) => $"期限{Machine(due)}（{(days == 0 ? "当天" : days < 0 ? $"前{-days}天" : $"过{days}天")}）";

        public static string Load(PersonRow row)
        {
            var most = row.Weeks.Count == 0 ? "" : row.Weeks.MaxBy(w => w.Value) is var week ? $"，最忙的一周{week.Key}起{week.Value}次" : "";
            return $"操作{row.Presses,3}次  签批{row.Signatures,3}次  催办{row.Reminders,3}条  逾期告知{row.Escalations,3}条{most}";
        }

        public static string Month(MonthRow row) =>
            $"{Machine(row.Day)}  逾期{row.Red,3}  临期{row.Yellow,3}  正常{row.Green,3}  已结{row.Grey,3}";

        public static string WaitsFor(IEnumerable<string> names) => $"等{Join(names)}";

        public static string Took(long reading, long playing) => $"读入 {reading} 毫秒，预排 {playing} 毫秒";

        public static string BadDay(string option, string written) => $"{option} 的日期“{written}”写错了，应当像 2021-06-08 这样写。";

        public static string NoFile(string path) => $"没有这个文件：{path}";

        public static string Unreadable(string message) => $"读不了这个文件：{message}";

        public const string NoDay = "这份通知没有成文日期，请用 --from 写明从哪一天起预排。";
        public const string NoRows = "这份通知里没有读出事项，不能预排。";
        public const string Backwards = "--until 的日期不能早于开始的那一天。";
        public const string NoUnit = "没有单位文件，请用 --unit 指明。";

        public static string NoWorkflow(string id, IEnumerable<string> known) => $"没有流程 {id}，可以写：{Join(known)}。";

        public static string Strangers(IEnumerable<(int Row, string Name)> names) =>
            $"单位文件里没有清单上的这些名称：{Join(names.Select(n => $"第{n.Row}项的{n.Name}"))}。";

        public static string Refused(string why) => $"不能开始：{why}";
    }
}
