using System.Collections.Concurrent;
using System.Text;
using Approvals.IntegrationTests.Messages;
using Approvals.IntegrationTests.Pages;
using Approvals.IntegrationTests.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Approvals.Tests.Screening;

namespace Approvals.IntegrationTests.Hosting;

/// <summary>The log tells identifiers and counts: no name of a person, no word of a paper, nothing that somebody typed.</summary>
public sealed class LogTests(SplitCampaign split) : IClassFixture<SplitCampaign>
{
    private const string Typed = "已经当面说明";

    [Fact]
    public async Task Whatever_is_pressed_refused_or_amiss_no_name_and_no_word_of_it_is_logged()
    {
        using var log = new Captured();
        split.Host.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);

        using (var client = await split.SignedInAsync("tangyutong"))
        {
            using var form = new MultipartFormDataContent
            {
                { new StringContent($"{(await split.ItemAsync("3")).Case.Id.Value}"), "case" },
                { new StringContent(Typed), "in.Report" },
                { new ByteArrayContent(Papers.Word("机密★5年")), "in.Evidence", "名单.docx" },
            };
            await client.PostAsync("/act", form);
            await client.GetAsync($"/ledger?q={Uri.EscapeDataString(Typed)}");
        }

        // What is amiss names a post, a case and its stage to the office; the log counts.
        await TestCluster.ExecuteAsync(
            split.Store.AdminConnection, $"SET app.unit_id = '{split.Unit.Id.Value}'; UPDATE post SET valid_to = '2021-06-01' WHERE role IN ('registrar', 'head') AND valid_from <= '2021-06-01'");
        await Mail.UntilAsync(split.Store.AdminConnection, "SELECT EXISTS (SELECT FROM alarm WHERE cleared_at IS NULL)");
        await log.UntilAsync("Alarm ");

        var people = (await split.DirectoryAsync()).Directory.People.Values.Select(p => p.Name);
        var titles = (await split.AllAsync()).Select(l => l.Case.Title);
        foreach (var word in people.Concat(titles).Append(Typed).Append("名单"))
        {
            log.Text.ShouldNotContain(word);
        }

        // A unit is its number there.
        log.Text.ShouldContain($" of unit {split.Unit.Id.Value}: ");
    }

    /// <summary>Everything that is logged, with what the program's own levels let through.</summary>
    private sealed class Captured : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();
        private readonly SemaphoreSlim _more = new(0);

        public string Text => string.Join('\n', _lines);

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            _lines.Enqueue(new StringBuilder(formatter(state, exception)).Append(exception).ToString());
            _more.Release();
        }

        public async Task UntilAsync(string start)
        {
            while (!_lines.Any(line => line.StartsWith(start, StringComparison.Ordinal)))
            {
                (await _more.WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeTrue($"nothing was logged that begins with {start}");
            }
        }

        public void Dispose() => _more.Dispose();
    }
}
