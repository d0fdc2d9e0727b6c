using Approvals.Readers.Notices;

namespace Approvals.Web.Features;

/// <summary>Texts of corrections and of what they teach.</summary>
public static partial class Texts
{
    public static class Vocabulary
    {
        public const string Title = "本单位的叫法";
        public const string Hint = "办公室更正时教会系统的词，下次读文件就用。教错了的可以去掉，已经读过的文件不受影响。";
        public const string None = "还没有本单位的叫法";
        public const string NoneHint = "在公文页面改正一个名册里没有的名称，或者说明清单的一栏是什么，这里就会有。";
        public const string ToNotices = "去看公文";
        public const string Remove = "去掉";
        public const string Removed = "已去掉，以后不再这样认。";

        public static string Body(string name) => $"是科室“{name}”";

        public static string Person(string name) => $"是“{name}”";

        public static string Head(string column) => $"是清单的“{Column(column)}”一栏";

        public static string Taught(string who, DateTimeOffset at) => $"{who}，{Moment(at)}";

        public static string Column(string column) => column switch
        {
            "no" => "序号",
            "group" => "类别",
            "title" => "事项名称",
            "plan" => "工作内容、措施",
            "problem" => "存在问题",
            "goal" => "要达到的目标",
            "baseline" => "基数（上年完成、现状）",
            "unit" => "计量单位",
            "remark" => "备注（写了时限才读）",
            "leaders" => "责任领导",
            "people" => "责任人",
            "lead" => "牵头科室",
            "support" => "配合科室",
            "departments" => "责任科室",
            "deadline" => "完成时限",
            ChecklistColumns.Other => "不用读",
            _ => Notice.Standard,
        };
    }

    public static class Heads
    {
        public const string Title = "清单的栏目";
        public const string Hint = "系统这样认清单的各栏。认错的、不认识的，请选对；选定后会记住，并把这份文件重新读一遍。";
        public const string Unknown = "不认识，没有读";
        public const string UnknownMark = "有不认识的栏目";
        public const string Press = "记住，重新读";
        public const string Nothing = "没有改动哪一栏，什么也没有做。";
        public const string ReadAnew = "已记住，并按新的栏目重新读过；原来读的留存备查。";
        public const string Touched = "这份文件已经有人动手裁定或填写，没有重新读，以免丢掉写下的内容。";

        public static string KeptOnly(string why) => $"已记住，下次读文件会用上。{why}";
    }

    public static class Corrected
    {
        public const string ChooseOne = "请选";
        public const string Nearest = "最接近";
        public const string OneForAll = "由一个科室归口";
        public const string Title = "更正过的";

        public static string Asks(string word) => $"“{word}”不在名册里，指的是";

        public static string AsksCollective(string word) => $"“{word}”是统称，怎么落实";

        public static string Remembers(string word) => $"选定保存后，以后读到“{word}”都这样认。";

        public static string Each(int count) => $"逐个列出（{count} 个）";

        public static string Members(IEnumerable<string> names) => $"指：{Join(names)}。";

        public static string OneBody(string name) => $"由{name}归口汇总";

        public static string Field(string field) => field switch
        {
            "title" => Notice.ItemTitle,
            "plan" => Listing.Plan,
            "points" => Listing.Points,
            "leaders" => Notice.Leaders,
            "departments" => Notice.Departments,
            "lead" => Notice.LeadDepartment,
            "due" => Notice.DueOn,
            "standard" => Notice.Standard,
            _ => Measures.Duty,
        };

        /// <summary>Of a row that a person added.</summary>
        public static string WasWritten(string field, string first, string now) =>
            $"{Field(field)}：原写作“{first}”，改为{(now.Length == 0 ? "空" : $"“{now}”")}";

        public static string Was(string field, string read, string now) =>
            $"{Field(field)}：系统读作“{read}”，改为{(now.Length == 0 ? "空" : $"“{now}”")}";
    }
}
