using System.Diagnostics;
using Approvals.Web.Hosting;

namespace Approvals.Web.Store;

/// <summary>
/// Who PostgreSQL's programs run as: PostgreSQL refuses root, so root lends them to an unprivileged user; anybody else
/// runs them as himself.
/// </summary>
internal sealed class ServerAccount
{
    public const string DefaultUser = "approvals";

    private ServerAccount(string? user) => User = user;

    /// <summary>Null unless we are root.</summary>
    public string? User { get; }

    public static async Task<ServerAccount> ForAsync(string? wanted, CancellationToken cancellation)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new(null);
        }

        var user = string.IsNullOrEmpty(wanted) ? DefaultUser : wanted;
        if (!await ExistsAsync(user, cancellation))
        {
            var made = await RunAsync(
                null, "/", "useradd", ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin", user], cancellation);
            // Two first starts at once: the other one made it between our look and our attempt.
            if (made.Code != 0 && !await ExistsAsync(user, cancellation))
            {
                throw new OfficeException($"不能建立运行数据库的系统用户 {user}：{made.LastLine}");
            }
        }

        return new(user);
    }

    /// <summary>
    /// Runs a program of PostgreSQL to its end; its own children may live on, with their output elsewhere. Not to be
    /// cancelled: left to itself it would still write into the folder when the next process has its turn.
    /// </summary>
    public Task<Ended> RunAsync(string folder, string program, string[] arguments) =>
        RunAsync(User, folder, program, arguments, CancellationToken.None);

    /// <summary>Makes the folder, closed to others, the account's own.</summary>
    public async Task OwnFolderAsync(string folder, CancellationToken cancellation)
    {
        const UnixFileMode closed = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (User is null)
        {
            Directory.CreateDirectory(folder, closed);
            return;
        }

        var isNew = !Directory.Exists(folder);
        // The parents are made for everybody to pass: a folder that the user cannot reach would be of no use to him.
        Directory.CreateDirectory(folder);
        await AsRootAsync("chown", [$"{User}:", folder], cancellation);
        File.SetUnixFileMode(folder, closed);
        var reach = await RunAsync(User, "/", "test", ["-w", folder], cancellation);
        if (reach.Code != 0)
        {
            if (isNew)
            {
                Directory.Delete(folder);
            }

            throw new OfficeException(
                $"数据文件夹 {folder} 不能由用户 {User} 进入（上级文件夹不对他开放）：请用 --Data=文件夹 另指一处。");
        }
    }

    public Task OwnFileAsync(string file, CancellationToken cancellation) =>
        User is null ? Task.CompletedTask : AsRootAsync("chown", [$"{User}:", file], cancellation);

    private static async Task<bool> ExistsAsync(string user, CancellationToken cancellation) =>
        (await RunAsync(null, "/", "id", ["-u", user], cancellation)).Code == 0;

    private static async Task AsRootAsync(string program, string[] arguments, CancellationToken cancellation)
    {
        var done = await RunAsync(null, "/", program, arguments, cancellation);
        if (done.Code != 0)
        {
            throw new OfficeException($"不能准备数据文件夹：{done.LastLine}");
        }
    }

    private static async Task<Ended> RunAsync(
        string? user, string folder, string program, string[] arguments, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (user is not null)
        {
            start.UserName = user;
        }

        // The log is searched for words of the server, so they must not be translated.
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = new Process { StartInfo = start };
        process.Start();
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return new(process.ExitCode, await output + await errors);
    }
}

/// <summary>How a program ended, and what it said on both streams.</summary>
internal sealed record Ended(int Code, string Said)
{
    public string LastLine => Said.TrimEnd().Split('\n')[^1].Trim();
}
