using Approvals.IntegrationTests.Postgres;
using Xunit.Abstractions;

namespace Approvals.IntegrationTests.Walk;

/// <summary>
/// The twin's whole campaign over HTTP against PostgreSQL, with every word of the definitions replaced; as shipped it is
/// walked on a screen (<see cref="CampaignOnScreenTests"/>).
/// </summary>
public sealed class TwinWalkTests(TestDatabase store, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    [Theory]
    [InlineData(20210602)]
    public async Task The_walk_knows_no_word_of_the_office_and_minds_no_second_check(int seed)
    {
        output.WriteLine($"seed {seed}");
        var words = WalkWords.Renamed(seed);
        await using var office = await HttpOffice.OpenAsync(store, words.Twin, SampleText.IssuedOn, words.Settings);
        var text = await SampleText.TwinAsync();
        var walk = new TwinWalk(office, words);

        await walk.ToTheReportAsync(text);

        await new ClosedTwin(store, office, walk, words, output).IsWholeAsync(text);
    }
}
