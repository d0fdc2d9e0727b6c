using System.Globalization;
using Approvals.IntegrationTests.Postgres;
using Approvals.Web.Store;
using Npgsql;

namespace Approvals.IntegrationTests.Store;

/// <summary>The program and its server as processes: what an operator can do to them.</summary>
[Trait("Part", "store")]
public sealed class EmbeddedPostgresTests
{
    [Fact]
    public async Task Two_first_starts_at_once_share_one_server_and_the_last_to_leave_stops_it()
    {
        var folder = TestCluster.NewFolder();
        var both = await Task.WhenAll(ServerProcess.ServeAsync($"--Data={folder}"), ServerProcess.ServeAsync($"--Data={folder}"));
        var server = PidOf(folder);

        (await both[0].StopAsync()).ShouldBe(0);
        Lives(server).ShouldBeTrue();
        (await AnswersAsync(both[1])).ShouldBeTrue();

        (await both[1].StopAsync()).ShouldBe(0);
        Lives(server).ShouldBeFalse();
        await both[0].DisposeAsync();
        await both[1].DisposeAsync();
    }

    [Fact]
    public async Task After_kill_9_the_next_start_adopts_the_server_and_stops_it_in_the_end()
    {
        var folder = TestCluster.NewFolder();
        await using var first = await ServerProcess.ServeAsync($"--Data={folder}");
        var server = PidOf(folder);
        await first.KillAsync();
        Lives(server).ShouldBeTrue();

        await using var second = await ServerProcess.ServeAsync($"--Data={folder}");
        PidOf(folder).ShouldBe(server);
        (await AnswersAsync(second)).ShouldBeTrue();

        (await second.StopAsync()).ShouldBe(0);
        Lives(server).ShouldBeFalse();
    }

    [Fact]
    public async Task A_server_that_died_with_us_is_started_again_with_everything_in_it()
    {
        var folder = TestCluster.NewFolder();
        await using (var first = await EmbeddedPostgres.StartAsync(new(folder), CancellationToken.None))
        {
            await TestCluster.ExecuteAsync(first.OwnerConnection(), "CREATE TABLE kept AS SELECT 1 AS n");
            using var killed = System.Diagnostics.Process.GetProcessById(first.ServerPid);
            killed.Kill();
            await killed.WaitForExitAsync();
        }

        await using var second = await EmbeddedPostgres.StartAsync(new(folder), CancellationToken.None);
        await using var look = new NpgsqlConnection(second.OwnerConnection() + ";Pooling=false");
        await look.OpenAsync();
        await using var count = new NpgsqlCommand("SELECT count(*) FROM kept", look);
        (await count.ExecuteScalarAsync()).ShouldBe(1L);
    }

    [Fact]
    public async Task The_product_keeps_what_it_promised_through_a_power_cut_and_listens_to_this_machine_only()
    {
        await using var server = await EmbeddedPostgres.StartAsync(new(TestCluster.NewFolder()), CancellationToken.None);
        (await ShownAsync(server, "fsync")).ShouldBe("on");
        (await ShownAsync(server, "synchronous_commit")).ShouldBe("on");
        (await ShownAsync(server, "full_page_writes")).ShouldBe("on");
        (await ShownAsync(server, "listen_addresses")).ShouldBe("127.0.0.1");
        (await ShownAsync(server, "unix_socket_directories")).ShouldBe("");
    }

    [Fact]
    public async Task The_passwords_are_readable_by_their_owner_alone_and_nobody_enters_without_one()
    {
        var folder = TestCluster.NewFolder();
        await using var server = await EmbeddedPostgres.StartAsync(new(folder), CancellationToken.None);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(Path.Combine(folder, "passwords.json"))
                .ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var guess = new NpgsqlConnectionStringBuilder(server.AdminConnection()) { Password = "approvals", Pooling = false };
        var refused = await Should.ThrowAsync<PostgresException>(
            () => TestCluster.ExecuteAsync(guess.ConnectionString, "SELECT 1"));
        refused.SqlState.ShouldBe(PostgresErrorCodes.InvalidPassword);
    }

    [Fact]
    public async Task A_first_start_that_was_cut_off_is_finished_by_the_next_one()
    {
        var folder = TestCluster.NewFolder();
        Directory.CreateDirectory(Path.Combine(folder, "postgres.unfinished", "base"));
        await File.WriteAllTextAsync(Path.Combine(folder, "initdb.password"), "left");
        var (code, output, _) = await ServerProcess.RunAsync(["migrate", $"--Data={folder}"]);
        code.ShouldBe(0);
        output.ShouldContain("0001_ground");
    }

    /// <summary>Deeper with <c>./test.sh --long store</c>; the moment is printed with the failure.</summary>
    [Fact]
    public async Task A_first_start_killed_at_any_moment_is_repaired_by_the_next_one()
    {
        var times = LongRun.Times("store", 4, 40);
        for (var round = 1; round <= times; round++)
        {
            var folder = TestCluster.NewFolder();
            var moment = TimeSpan.FromMilliseconds(2000.0 * round / times);
            await using var killed = ServerProcess.Start("migrate", $"--Data={folder}");
            await Task.Delay(moment);
            await killed.KillAsync();

            var (code, output, errors) = await ServerProcess.RunAsync(["migrate", $"--Data={folder}"]);
            code.ShouldBe(0, $"killed after {moment}: {errors}");
            output.ShouldContain(Migrator.Released[^1].Name);
            File.Exists(Path.Combine(folder, "postgres", "postmaster.pid")).ShouldBeFalse($"killed after {moment}");
        }
    }

    [Fact]
    public async Task A_server_that_its_operator_started_is_used_and_left_running()
    {
        var folder = TestCluster.NewFolder();
        await (await EmbeddedPostgres.StartAsync(new(folder), CancellationToken.None)).DisposeAsync();
        var account = await ServerAccount.ForAsync(null, CancellationToken.None);
        var cluster = Path.Combine(folder, "postgres");
        var pgCtl = PostgresBinaries.Find().PgCtl;
        await account.RunAsync(folder, pgCtl, ["start", "-D", cluster, "-l", Path.Combine(folder, "operator.log"), "-w"]);
        var server = PidOf(folder);

        (await ServerProcess.RunAsync(["migrate", $"--Data={folder}"])).Code.ShouldBe(0);

        Lives(server).ShouldBeTrue();
        await account.RunAsync(folder, pgCtl, ["stop", "-D", cluster, "-m", "fast", "-w"]);
    }

    [Fact]
    public async Task Without_binaries_there_is_one_sentence_and_nothing_written()
    {
        var folder = Path.Combine(TestCluster.NewFolder(), "data");
        var (code, output, errors) = await ServerProcess.RunAsync(
            ["serve", $"--Data={folder}", "--Urls=http://127.0.0.1:0"], ("PG_BIN", "/nowhere"));
        code.ShouldBe(1);
        output.ShouldBeEmpty();
        errors.TrimEnd().ShouldNotContain("\n");
        errors.ShouldContain("apt install postgresql");
        Directory.Exists(folder).ShouldBeFalse();
    }

    [Fact]
    public async Task A_port_in_use_is_one_sentence_and_nothing_written()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var folder = Path.Combine(TestCluster.NewFolder(), "data");
        var (code, output, errors) = await ServerProcess.RunAsync(
            ["serve", $"--Data={folder}", $"--Urls=http://{taken.LocalEndpoint}"]);
        code.ShouldBe(1);
        output.ShouldBeEmpty();
        errors.TrimEnd().ShouldNotContain("\n");
        errors.ShouldContain("端口已被占用");
        Directory.Exists(folder).ShouldBeFalse();
    }

    [Theory]
    [InlineData("unheard-of")]
    [InlineData("serve", "--unheard-of")]
    public async Task Wrong_usage_is_exit_code_2(params string[] arguments)
    {
        var (code, _, errors) = await ServerProcess.RunAsync(arguments);
        code.ShouldBe(2);
        errors.ShouldContain("unheard-of");
    }

    [Fact]
    public async Task An_external_server_that_does_not_answer_is_one_sentence()
    {
        var (code, _, errors) = await ServerProcess.RunAsync(
            ["serve", "--Urls=http://127.0.0.1:0", "--ConnectionStrings:Approvals=Host=127.0.0.1;Port=1;Username=a;Password=b"]);
        code.ShouldBe(1);
        errors.TrimEnd().ShouldNotContain("\n");
        errors.ShouldContain("连不上数据库");
    }

    private static int PidOf(string folder) =>
        int.Parse(File.ReadLines(Path.Combine(folder, "postgres", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    /// <summary>A dead process that nobody has reaped yet has no command line any more.</summary>
    private static bool Lives(int pid) =>
        File.Exists($"/proc/{pid}/cmdline") && File.ReadAllText($"/proc/{pid}/cmdline").Length > 0;

    private static async Task<bool> AnswersAsync(ServerProcess server)
    {
        using var client = new HttpClient { BaseAddress = server.Address };
        return (await client.GetAsync(new Uri("lib/bootstrap.min.css", UriKind.Relative))).IsSuccessStatusCode;
    }

    private static async Task<string?> ShownAsync(EmbeddedPostgres server, string setting)
    {
        await using var connection = new NpgsqlConnection(server.AdminConnection() + ";Pooling=false");
        await connection.OpenAsync();
        await using var show = new NpgsqlCommand($"SHOW {setting}", connection);
        return (string?)await show.ExecuteScalarAsync();
    }
}
