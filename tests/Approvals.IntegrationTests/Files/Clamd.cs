using System.Diagnostics;
using System.Text;
using Approvals.IntegrationTests.Postgres;

namespace Approvals.IntegrationTests.Files;

/// <summary>A clamd of Debian's package with one signature of our own: <c>IClassFixture&lt;Clamd&gt;</c>.</summary>
public sealed class Clamd : IAsyncLifetime
{
    public const string Virus = "Approvals.Test.UNOFFICIAL";

    private readonly string _folder = TestCluster.NewFolder();
    private Process? _daemon;

    /// <summary>What it takes for a virus.</summary>
    public static byte[] Infected { get; } = "a line\nAPPROVALS-VIRUS-PATTERN\nanother"u8.ToArray();

    public string Socket => Path.Combine(_folder, "clamd.sock");

    public async Task InitializeAsync()
    {
        var signature = Convert.ToHexStringLower("APPROVALS-VIRUS-PATTERN"u8);
        Directory.CreateDirectory(Path.Combine(_folder, "signatures"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "signatures", "test.ndb"), $"Approvals.Test:0:*:{signature}\n");
        await File.WriteAllTextAsync(Path.Combine(_folder, "clamd.conf"), $"""
            LocalSocket {Socket}
            DatabaseDirectory {_folder}/signatures
            TemporaryDirectory {_folder}
            StreamMaxLength 1M
            Foreground yes
            LogVerbose yes

            """);
        _daemon = Process.Start(new ProcessStartInfo("/usr/sbin/clamd", ["--config-file", Path.Combine(_folder, "clamd.conf")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }).ShouldNotBeNull();
        var said = new StringBuilder();
        while (await _daemon.StandardOutput.ReadLineAsync() is { } line && !line.Contains("Self checking", StringComparison.Ordinal))
        {
            said.AppendLine(line);
        }

        File.Exists(Socket).ShouldBeTrue($"clamd did not start: {said}");
        _ = _daemon.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
    }

    public async Task DisposeAsync()
    {
        if (_daemon is not null)
        {
            _daemon.Kill();
            await _daemon.WaitForExitAsync();
            _daemon.Dispose();
        }
    }
}
