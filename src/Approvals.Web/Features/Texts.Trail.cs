using System.Diagnostics;
using Approvals.Web.Features.Trails;

namespace Approvals.Web.Features;

/// <summary>操作留痕.</summary>
public static partial class Texts
{
    public static class Trail
    {
        public const string Title = "操作留痕";
        public const string Hint = "账号、授权、登录、人员变动、导出和被拒绝的访问，谁在什么时候做了什么。只能查看和导出，谁都不能改、不能删。";
        public const string Filter = "筛选";
        public const string Person = "姓名或登录名";
        public const string Kind = "类别";
        public const string From = "从";
        public const string Until = "到";
        public const string All = "全部";
        public const string Press = "查找";
        public const string Clear = "恢复最近三十天";
        public const string Export = "导出表格";
        public const string None = "这段时间没有这样的记录。";
        public const string WrongDays = "“从”晚于“到”，请改日期。";
        public const string When = "时间";
        public const string Who = "操作人";
        public const string What = "操作";
        public const string Whom = "对象";
        public const string Where = "地址";
        public const string Details = "说明";
        public const string Program = "系统";
        public const string Unknown = "未登录的人";
        public const string WrongPassword = "密码不对";
        public const string WrongCode = "六位数字或恢复码不对";
        public const string FileName = "操作留痕";
        public const string WorkflowFile = "流程定义";
        public const string ClosingReport = "总结报告";

        /// <summary>2021-06-08 09:05:07, in the zone that the instant carries: to the second, as evidence is read.</summary>
        public static string At(DateTimeOffset at) => $"{at:yyyy-MM-dd HH:mm:ss}";

        public static string By(TrailRow row) => row.By ?? (row.Act switch
        {
            TrailAct.SignInFailed or TrailAct.AccountLocked or TrailAct.EntryRefused => Unknown,
            _ => Program,
        });

        public const string ByRecoveryCode = "用恢复码";

        /// <summary>Where somebody was refused: by the address that his browser asked for.</summary>
        public static string Asked(bool looked, string path) => $"{(looked ? "打开" : "提交到")} {path}";

        /// <summary>What was taken away; of a list, by which filter.</summary>
        public static string Took(string what, string path, IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> asked)
        {
            var filter = string.Join('，', asked.Where(q => !string.IsNullOrWhiteSpace(q.Value)).Select(q => $"{q.Key}={q.Value}"));
            return filter.Length == 0 ? $"{what} {path}" : $"{what} {path}（{filter}）";
        }

        public static string Sessions(int ended) => $"{ended}台设备";

        public static string Rows(int changed) => $"新增{changed}行";

        public static string Days(DateOnly from, DateOnly? until) =>
            until is { } last ? $"{Machine(from)} 至 {Machine(last)}" : $"自 {Machine(from)} 起";

        public static string Of(TrailKind kind) => kind switch
        {
            TrailKind.Account => "账号",
            TrailKind.Right => "授权",
            TrailKind.SignIn => "登录",
            TrailKind.Directory => "人员",
            TrailKind.Export => "导出",
            TrailKind.Refusal => "被拒绝",
            _ => throw new UnreachableException(),
        };

        public static string Of(TrailAct act) => act switch
        {
            TrailAct.AccountOpened => "开账号",
            TrailAct.AccountClosed => "停用账号",
            TrailAct.AccountReopened => "恢复账号",
            TrailAct.AccountUnlocked => "解锁账号",
            TrailAct.FirstPasswordGiven => "重发初始密码",
            TrailAct.SecondFactorReset => "重置两步验证",
            TrailAct.SessionsEnded => "退出设备",
            TrailAct.PersonTied => "改账号对应的人员",
            TrailAct.PhoneTied => "改账号的手机号",
            TrailAct.ProviderTied => "绑定登录方式",
            TrailAct.ProviderUntied => "解除绑定",
            TrailAct.Confirmed => "确认管理员账号",
            TrailAct.HandedOver => "设立三员并交接",
            TrailAct.PasswordChanged => "更改密码",
            TrailAct.SecondFactorTakenUp => "启用两步验证",
            TrailAct.RecoveryCodesRenewed => "换恢复码",
            TrailAct.SecondFactorGivenUp => "停用两步验证",
            TrailAct.RightGranted => "授权",
            TrailAct.RightWithdrawn => "收回授权",
            TrailAct.SignedIn => "登录",
            TrailAct.SignInFailed => "登录失败",
            TrailAct.AccountLocked => "登录失败，账号锁定",
            TrailAct.EntryRefused => "登录被拒绝，账号停用或没有任职",
            TrailAct.SignedOut => "退出",
            TrailAct.UnitImported => "导入单位文件",
            TrailAct.AbsenceSaid => "登记外出委托",
            TrailAct.AbsenceEnded => "取消外出委托",
            TrailAct.PersonAdded => "增加人员",
            TrailAct.PersonAppointed => "任职",
            TrailAct.PostEnded => "免职",
            TrailAct.PersonLeft => "离任",
            TrailAct.NicknameGiven => "登记别名",
            TrailAct.BodyAdded => "增加科室",
            TrailAct.BodyRenamed => "科室改名",
            TrailAct.BodyChanged => "改归口汇总",
            TrailAct.BodyRestored => "恢复科室",
            TrailAct.BodyAbolished => "撤销科室",
            TrailAct.TakenAway => "导出",
            TrailAct.Refused => "访问被拒绝",
            _ => throw new UnreachableException(),
        };
    }
}
