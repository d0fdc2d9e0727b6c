using System.Collections.Immutable;
using Approvals.Engine.Calendars;
using Approvals.Readers.Yaml;

namespace Approvals.Readers.Calendars;

/// <summary>Reads calendars/YYYY.yaml. Unknown keys, missing keys and empty years are errors.</summary>
public static class CalendarReader
{
    /// <summary>All years of a folder's files, given as name and content.</summary>
    /// <exception cref="FaultsException">Every fault of every file; a year that is given twice is one.</exception>
    public static WorkCalendar ReadAll(IEnumerable<(string Name, string Yaml)> files)
    {
        var faults = new List<Fault>();
        var years = new Dictionary<int, CalendarYear>();
        foreach (var (name, yaml) in files)
        {
            var file = new YamlFile(name);
            if (Read(file, yaml) is { } year && !years.TryAdd(year.Year, year))
            {
                faults.Add(new Fault(name, 1, 1, $"{year.Year}年已经在另一个文件里"));
            }

            faults.AddRange(file.Faults);
        }

        return faults.Count == 0 ? new WorkCalendar(years.Values) : throw new FaultsException(faults);
    }

    /// <summary>Null, with faults noted, where the file is no calendar.</summary>
    private static CalendarYear? Read(YamlFile file, string yaml)
    {
        if (file.Root(yaml) is not { } root)
        {
            return null;
        }

        root.Required("year");
        var year = root.Number("year");
        var notices = root.RequiredList("notices").Select(root.Scalar).ToImmutableArray();
        var holidays = root.RequiredList("holidays").Select(root.AsMap).OfType<YamlMap>().Select(ReadHoliday).ToImmutableArray();
        var workdays = root.RequiredList("workdays").Select(day => root.Day(day) ?? default).ToImmutableArray();
        root.NothingElse();
        if (file.Faults.Count > 0 || year is not { } number)
        {
            return null;
        }

        try
        {
            return new CalendarYear(number, notices, holidays, workdays);
        }
        catch (ArgumentException wrong)
        {
            root.Fault(wrong.ParamName ?? "", wrong.Message.Split(" (Parameter", StringSplitOptions.None)[0]);
            return null;
        }
    }

    private static Holiday ReadHoliday(YamlMap map)
    {
        var holiday = new Holiday(map.Required("name"), map.RequiredDay("from"), map.RequiredDay("to"));
        map.NothingElse();
        return holiday;
    }
}
