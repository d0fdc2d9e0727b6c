namespace Approvals.Web.Features;

/// <summary>Texts of converting a file of another format.</summary>
public static partial class Texts
{
    public static class Conversions
    {
        public const string Locked = "文件设了密码，请用 Office 或 WPS 打开并去掉密码后再上传。";

        public static string Missing(string format, string target) =>
            $"这台服务器没有装读取{format}文件的转换程序，请另存为{target}再上传，或请管理员安装 LibreOffice、poppler-utils 和 util-linux。";

        public static string TooLate(string format, string target) =>
            $"这个{format}文件转换了一分钟还没有完成，请用 Office 或 WPS 打开后另存为{target}再上传。";

        public static string Failed(string format, string target) =>
            $"这个{format}文件转换不了，可能已损坏，请用 Office 或 WPS 打开后另存为{target}再上传。";
    }
}
