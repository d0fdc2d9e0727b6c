namespace Approvals.Web.Features;

/// <summary>Texts of what people begin without a notice.</summary>
public static partial class Texts
{
    public static class Affairs
    {
        public const string Title = "办事";
        public const string Begin = "发起一件事";
        public const string Kind = "要办什么";
        public const string Name = "叫什么名字";
        public const string NameHint = "一句话说清是什么事，别人在待办里先看到这一句。";
        public const string Press = "发起";
        public const string AfterPress = "发起以后，在打开的页面上填写内容，再送下一步。";
        public const string Asked = "发起";
        public const string NothingToBegin = "您现在的岗位没有可以发起的事。";
        public const string All = "在办和办过的";
        public const string Empty = "还没有与您有关的事。";
        public const string AskedBy = "发起人";
        public const string AskedOn = "发起日期";
        public const string Content = "内容";
        public const string Parts = "各科室的部分";
        public const string Nothing = "现在没有需要您办的。";
        public const string KindMissing = "请选要办什么。";
        public const string MayNot = "您现在的岗位不能发起这件事。";
        public const string NameMissing = "请写这件事叫什么名字。";

        public static string NameTooLong(int most) => $"名字最多{most}个字，详细内容在后面的页面上写。";

        /// <summary>The stages of a definition, as who begins it reads them.</summary>
        public static string Way(IEnumerable<string> stages) => string.Join(" → ", stages);

        public static string AskedLine(string kind, string who, DateOnly on) => $"{kind} · {who} {FullDay(on)}发起";
    }
}
