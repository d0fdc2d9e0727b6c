namespace Approvals.Web.Features;

/// <summary>Texts of correcting a whole reading: rows added, taken away, parted and joined, and the head.</summary>
public static partial class Texts
{
    public static class Listing
    {
        public const string Add = "增加事项";
        public const string AddHint = "清单里漏读的、正文里还要立项的，在这里补上；编号补空缺，没有空缺就接着排，已有的不变。";
        public const string AddPress = "增加这一项";
        public const string AddTitle = "增加一项";
        public const string Plan = "工作计划及进度安排";
        public const string PlanHint = "写明要做什么、分几步做。";
        public const string Points = "要点";
        public const string PointsHint = "一行写一条。不写，就把整个计划当作一条。";
        public const string ChangePlan = "改工作计划、要点";
        public const string List = "列为事项";
        public const string ListHint = "已按这句话填好，请核对后增加；增加后，这处差异就算裁定了。";
        public const string More = "更正：拆分、合并、删除";
        public const string Split = "拆分";
        public const string SplitHint = "勾选要另立一项的内容。新的一项领导、科室、完成标准与本项相同，所选内容没有写时限的，时限也与本项相同，都可以再改；两项都要重新确认。";
        public const string SplitTitle = "新的一项叫什么";
        public const string SplitTitleHint = "不写，就用所选内容的第一句。";
        public const string SplitPress = "拆成两项";
        public const string CannotSplit = "这一项的工作计划只有一句话，拆不开；请先把计划改写成几句，或者按列表下面的“增加事项”。";
        public const string Merge = "合并";
        public const string MergeInto = "并入哪一项";
        public const string MergePress = "合并成一项";
        public const string MergeSure = "两项都看过，确是一件事";
        public const string ChooseRow = "请选并入哪一项。";
        public const string DutiesDiffer = "两项的例行要求不同，没有合并。请先在其中一项去掉例行要求，再合并。";
        public const string NotSure = "没有勾选“两项都看过，确是一件事”，没有合并。";
        public const string ChoosePieces = "请勾选要另立一项的内容，但不能全选。没有拆分。";
        public const string Remove = "删除";
        public const string RemoveHint = "读错了、不是事项的才删。删了仍然留底，可以恢复。";
        public const string RemoveReason = "为什么删";
        public const string RemovePress = "删除这一项";
        public const string ReasonMissing = "请写明为什么删，没有删除。";
        public const string Restore = "恢复";
        public const string Restored = "已恢复：";
        public const string RuledAlready = "这处差异已经裁定，没有重复列为事项。";
        public const string ChangeHead = "改抬头";
        public const string HeadHint = "读错的在这里改，原来读的留在旁边。改成文日期不会改动各项的时限，请逐项核对。";
        public const string HeadPress = "保存抬头";
        public const string HeadTitle = "标题";
        public const string HeadNames = "有几个的，用顿号隔开。";
        public const string HeadTitleMissing = "标题不能空。";
        public const string IssuerMissing = "发文机关不能空。";
        public const string NumberMissing = "已印发的文件要有文号。";
        public const string IssuedOnMissing = "请写对成文日期，不能晚于今天。";
        public const string TitleProposed = "没有读出标题，暂时用文件名代替。请改成文件的标题；就是它的，按“保存抬头”确认。不确认，就不能签发、下达。";
        public const string HeadKept = "抬头已保存。";
        public const string OtherDepartments = "牵头以外的都是配合科室。";

        public static string RemovedTitle(int count) => $"删除、合并过的（{count}）";

        public static string ListedAs(string no) => $"已列为第{no}项。";

        public static string RemovedNote(string no) => $"第{no}项已删除，不是事项。";

        public static string MergedReason(string into) => $"并入第{into}项";

        public static string Added(string no) => $"已增加为第{no}项，核对后请确认。";

        public static string Parted(string no, string other) => $"第{no}项已拆成两项，新的是第{other}项。两项都请核对后确认。";

        public static string Joined(string no, string into) => $"第{no}项已并入第{into}项，请核对后确认。";

        public static string Gone(string no) => $"第{no}项已删除，要用时可在列表下面恢复。";

        public static string Back(string no, string? mergedInto) => mergedInto is null ? $"第{no}项已恢复，请核对后确认。"
            : $"第{no}项已恢复；第{mergedInto}项里并进来的内容不会自动去掉，两项都请核对。";

        public static string RowGone(string no) =>
            $"第{no}项已被删除、合并或认作在办的事项，没有保存。写的内容放在下面“增加事项”里；还要立项的，请核对后增加。";

        public static string RowChoice(string no, string title) => $"{no}　{title}";

        public static string MergeHint(string no) => $"第{no}项的计划、要点、领导、科室都并入所选的一项，第{no}项不再单列。并错了可以恢复。";

        public static string ReadAs(string words) => words.Length == 0 ? "系统没有读出" : $"系统读作“{words}”";

        public static string AddedBy(string who, DateTimeOffset at) => $"{who}增加，{Moment(at)}";

        public static string PartedFrom(string no, string who, DateTimeOffset at) => $"由第{no}项拆出：{who}，{Moment(at)}";

        public static string ListedFrom(int difference) => $"由差异{difference}列为事项";

        public static string NumberCorrected(string number) => $"文号读错，更正为{number}";
    }
}
