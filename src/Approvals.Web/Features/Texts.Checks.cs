using Approvals.Readers.Yaml;

namespace Approvals.Web.Features;

/// <summary>Texts of the check of definitions.</summary>
public static partial class Texts
{
    internal static class Checks
    {
        public const string ExampleTitle = "样例事项";
        public const string ExampleUnit = "虚构单位，一个事项，两个责任科室";

        public static string NotPlayed(string workflow, string why) => $"样例：{workflow}不能开始：{why}";

        public static string CannotStart(string why) => $"按本单位现在的人员，这个流程走不到头，不能开始：{why}。请先补齐人员或岗位。";

        /// <summary>The system's own sentence is English; the path is all that it adds.</summary>
        public static string Unreadable(Exception why) =>
            (why.Message.Split('\'') is [_, var path, ..] ? $"读不了文件 {path}" : "读不了文件") + (why is UnauthorizedAccessException ? "：没有权限" : "");

        public static string Doubt(Fault doubt) => $"{doubt}（提醒）";

        public static string Sound(int files, int doubts) => $"{files} 个文件，没有错误{(doubts == 0 ? "" : $"，{doubts} 处提醒")}";
    }
}
