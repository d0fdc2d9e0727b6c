using Approvals.Readers.Screening;
using Approvals.Web.Features.Files;

namespace Approvals.Web.Features;

/// <summary>Texts of files that come in.</summary>
public static partial class Texts
{
    public static class Files
    {
        public const string Waiting = "已选的文件";

        public const string WaitingHint = "这些文件还在，不用重选；不要的请去掉勾。";

        public const string Blacken = "涂黑号码后收下";

        public const string BlackenHint = "系统把文件里的号码换成“■”，原文件不保存。";

        public const string CannotBlacken = "这种文件系统不能涂黑，请自己遮盖后重新选。";

        public const string AsItIs = "照原样收下";

        public const string Reason = "为什么要照原样收下";

        public const string NoticeReason = "个人信息说明";

        public const string NoticeReasonHint = "文件里有身份证号、住院号而又必须照原样登记的，写明理由；没有就空着。";

        private static string KindOf(PersonalKind kind) => kind switch
        {
            PersonalKind.IdentityCard => "身份证号",
            PersonalKind.Mobile => "手机号",
            PersonalKind.Admission => "住院号或门诊号",
            _ => throw new System.Diagnostics.UnreachableException(),
        };

        public static string Numbers(PersonalKind kind, int count, string shown, bool more) =>
            $"{count} 个{KindOf(kind)}（{shown}{(more ? " 等" : "")}）";

        public static string BlackenedName(string name) =>
            $"{Path.GetFileNameWithoutExtension(name)}（已涂黑）{Path.GetExtension(name)}";

        public static string Holds(System.Collections.Immutable.ImmutableArray<PersonalNumber> numbers) => $"里面有 {FileDoor.Named(numbers)}。";

        public static string Asks(EvidenceFile file) => file switch
        {
            { Way: PersonalWay.AsItIs } => $"请写明为什么要照原样收下“{file.File.Name}”：里面有 {FileDoor.Named(file.Numbers)}。",
            { Blackened: null } => $"“{file.File.Name}”里有 {FileDoor.Named(file.Numbers)}，请遮盖后重新选，或者写明理由照原样收下。",
            _ => $"“{file.File.Name}”里有 {FileDoor.Named(file.Numbers)}，请选涂黑后收下，或者写明理由照原样收下。",
        };

        public static string AsksOfNotice(string numbers) =>
            $"文件里有 {numbers}，请涂黑后再上传；必须照原样登记的，在“{NoticeReason}”里写明理由再上传一次。";

        public static string TakenFor(string who, string reason) => $"含个人信息，{who}照原样收下：{reason}";

        public static string NotTaken(string name) =>
            $"“{name}”不是能收的文件，或者内容和名字对不上。可以传图片、PDF、OFD、Word、Excel、PPT、WPS、文本和 MP4；压缩包请解开，带宏的请另存为不带宏的再传。";

        public static string WithMacros(string name) => $"“{name}”带有宏（文件里的程序），没有收下，请另存为不带宏的文件再传。";

        public static string Infected(string name, string virus) => $"“{name}”带有病毒（{virus}），没有收下，请先杀毒。";

        public static string NotScanned(string name) => $"病毒检查现在不能用，“{name}”没有收下，请过几分钟再试；一直这样请告诉系统管理员。";

        public static string Secret(string name, string mark) => $"“{name}”标有“{mark}”，涉密文件不得上传，没有收下，请按保密规定办理。";

        public static string Unread(string name, string why) => $"“{name}”没有收下：{why}";
    }
}
