using Approvals.Readers.Yaml;

namespace Approvals.Web.Features;

/// <summary>Texts of the check of definitions.</summary>
public static partial class Texts
{
    internal static class Checks
    {
        public static string Doubt(Fault doubt) => $"{doubt}（提醒）";

        public static string Sound(int files, int doubts) => $"{files} 个文件，没有错误{(doubts == 0 ? "" : $"，{doubts} 处提醒")}";
    }
}
