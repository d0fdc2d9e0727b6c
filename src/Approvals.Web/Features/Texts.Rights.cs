using System.Diagnostics;
using Approvals.Engine.Definitions;

namespace Approvals.Web.Features;

/// <summary>授权.</summary>
public static partial class Texts
{
    public static class Rights
    {
        public const string Title = "授权";
        public const string Hint = "管全院的权限由安全管理员授予和收回，有起止日期，立即生效。科室里的任职由办公室登记，不在这里。";
        public const string Grant = "授予";
        public const string GrantPress = "授予";
        public const string Granted = "已授予。";
        public const string Right = "权限";
        public const string Person = "授给谁";
        public const string Body = "在哪个科室";
        public const string From = "从哪天起";
        public const string Until = "到哪天止（可不填）";
        public const string Nobody = "现在没有人。";
        public const string Own = "本人的由另一位安全管理员管理";
        public const string Withdraw = "收回";
        public const string WithdrawPress = "确认收回";
        public const string WithdrawHint = "收回马上生效。";
        public const string Withdrawn = "已收回，现在就不再有效。";
        public const string Three = "三员";
        public const string ThreeHint = "三员不看公文、不办事项，也不能有上面的权限；他们的账号由系统管理员管理。";

        public const string Incomplete = "请选权限、人员、科室，填从哪天起，没有授予。";
        public const string NotBackwards = "起始日不能早于今天，没有授予。";
        public const string EndsBefore = "截止日早于起始日，没有授予。";
        public const string NotOwn = "自己的权限自己不能管理，请另一位安全管理员来办。";
        public const string UnknownBody = "那一天没有这个科室，没有授予。";
        public const string IsAdministrator = "三员不能有管全院的权限，外出时由三员代办的人也不能，没有授予。";
        public const string HasIt = "这几天他已有这个权限，没有授予。";

        public static string NobodyLeft(string title) => $"已收回，现在就不再有效；现在没有人有“{title}”的权限，等着他办的事会停下。";

        public static string WithdrawOf(string person, string title) => $"收回{person}的{title}权限";

        public static string Said(string title, string body, string days) => days.Length == 0 ? $"{title}（{body}）" : $"{title}（{body}），{days}";

        public static string Days(DateOnly from, DateOnly? until, DateOnly today) =>
            (from > today ? $"{FullDay(from)}起生效" : $"{FullDay(from)}起") + (until is { } last ? $"，到{FullDay(last)}为止" : "");

        private const int NamedStages = 8;

        /// <summary>看全院的公文和事项。流程里由他办的：签发、用印.</summary>
        public static string Gives(IEnumerable<string> powers, IReadOnlyCollection<string> stages) => $"{Join(powers)}。"
            + (stages.Count == 0 ? "" : $"流程里由他办的：{Join(stages.Take(NamedStages))}{(stages.Count > NamedStages ? $"等 {stages.Count} 个环节" : "")}。");

        /// <summary>Of a power that reaches over the whole unit.</summary>
        public static string Of(Power power) => power switch
        {
            Power.SeeAll => "看全院的公文和事项",
            Power.KeepChecklist => "核对、裁定、改清单",
            Power.RecordForOthers => "代录、管外出委托和人员",
            Power.CompareLists => "比对全部在办事项",
            Power.ReadAlarms => "看系统提醒",
            Power.Restrict => "限定知悉范围",
            _ => throw new UnreachableException(),
        };
    }
}
