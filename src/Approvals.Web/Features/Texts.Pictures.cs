using System.Collections.Immutable;
using Approvals.Web.Features.Workflows;

namespace Approvals.Web.Features;

/// <summary>Texts of the definitions' pages and files.</summary>
public static partial class Texts
{
    public static class Pictures
    {
        public const string Title = "流程";
        public const string Link = "流程图";
        public const string CurrentEdition = "新办的事都按这一版，版本号";
        public const string OlderEdition = "旧版，只有早先开始的事还按它办，版本号";
        public const string Edition = "按这一版办理：";
        public const string Jumps = "各个流程";
        public const string Download = "下载";
        public const string Now = "现在在";
        public const string Legend = "图例";
        public const string ByHand = "由人办";
        public const string ByItself = "自动往下走";
        public const string Back = "退回、重来";
        public const string Opens = "展开成几件分头办";
        public const string Waits = "等条件具备";

        public static string Of(string workflow) => $"{workflow}流程图";

        public static string Live(int count) => count == 0 ? "没有在办的" : $"在办{count}件";

        public static string Standing(ImmutableArray<StandingAt> stages) =>
            $"在办：{string.Join("，", stages.Select(s => $"{s.Stage}{s.Count}件"))}。";

        public static string DownloadAs(string workflow, string extension) => $"下载{workflow}的 .{extension} 文件";

        public static string OtherEdition(string hash, int live) => $"另一版 {hash}，在办{live}件";

        public static string NoFolder(string folder) => $"没有这个文件夹：{folder}";

        public static string NotWritten(string why) => $"写不了文件：{why}";
    }
}
