using System.Collections.Immutable;
using System.Globalization;
using Approvals.Engine.Calendars;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Approvals.Readers.Calendars;

/// <summary>The file is no calendar; the message begins with file:line:column.</summary>
public sealed class CalendarFormatException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Reads calendars/YYYY.yaml. Unknown keys, missing keys and empty years are errors.</summary>
public static class CalendarReader
{
    /// <summary>All years of a folder's files, given as name and content.</summary>
    /// <exception cref="CalendarFormatException">A file is wrong, or a year is given twice.</exception>
    public static WorkCalendar ReadAll(IEnumerable<(string Name, string Yaml)> files)
    {
        var years = new Dictionary<int, CalendarYear>();
        foreach (var (name, yaml) in files)
        {
            using var reader = new StringReader(yaml);
            var year = Read(reader, name);
            if (!years.TryAdd(year.Year, year))
            {
                throw new CalendarFormatException($"{name}:1:1: {year.Year}年已经在另一个文件里。");
            }
        }

        return new WorkCalendar(years.Values);
    }

    /// <exception cref="CalendarFormatException">The file is wrong.</exception>
    public static CalendarYear Read(TextReader yaml, string fileName)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(yaml);
            if (stream.Documents.Count != 1)
            {
                throw new CalendarFormatException($"{fileName}:1:1: 文件里应当有且只有一个日历，空文件不能使用。");
            }

            return ReadYear(new YamlPlace(fileName, stream.Documents[0].RootNode));
        }
        catch (YamlException e)
        {
            throw new CalendarFormatException($"{fileName}:{e.Start.Line}:{e.Start.Column}: 不是正确的 YAML：{e.Message}", e);
        }
    }

    private static CalendarYear ReadYear(YamlPlace root)
    {
        var map = root.Map("year", "notices", "holidays", "workdays");
        var year = map["year"];
        if (!int.TryParse(year.Scalar(), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            throw year.Wrong($"“{year.Scalar()}”不是年份。");
        }

        var notices = map["notices"].List().Select(n => n.Scalar()).ToImmutableArray();
        var holidays = map["holidays"].List().Select(ReadHoliday).ToImmutableArray();
        var workdays = map["workdays"].List().Select(d => d.Date()).ToImmutableArray();
        try
        {
            return new CalendarYear(number, notices, holidays, workdays);
        }
        catch (ArgumentException e)
        {
            throw map["holidays"].Wrong(e.Message.Split(" (Parameter", StringSplitOptions.None)[0]);
        }
    }

    private static Holiday ReadHoliday(YamlPlace place)
    {
        var map = place.Map("name", "from", "to");
        return new Holiday(map["name"].Scalar(), map["from"].Date(), map["to"].Date());
    }
}
