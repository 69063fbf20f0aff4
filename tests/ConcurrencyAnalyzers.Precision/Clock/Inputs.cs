using System.Collections;
using System.Globalization;
using System.Linq.Expressions;
using System.Numerics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace ConcurrencyAnalyzers.Precision.Clock;

/// <summary>Makes one value, of the same dice always the same.</summary>
internal delegate object? Make(Random random);

/// <summary>Makes what methods are called with, from its type and the name of its parameter alone.</summary>
/// <param name="assembly">Where types of the code base are from.</param>
/// <param name="attempt">0 at first; 1 and 2 give other values, for methods that throw; those of 2 are smaller.</param>
internal sealed class Inputs(Assembly assembly, int attempt)
{
    public const int Attempts = 3;

    private const int Deepest = 5;
    private const int Inner = 32;
    private const int Candidates = 12;
    private const int MostScalars = 6;
    private static readonly DateTime LeapDay = new(2024, 2, 29, 12, 30, 0, DateTimeKind.Utc);

    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly string[] VertexAdders = ["AddVertex", "AddNode"];
    private static readonly string[] Adders = ["Add", "Insert", "Push", "Enqueue", "AddLast", "InsertLast", "AddFirst", "InsertFirst", "AddPoint", "Append", "AppendChild", "AddChild", "InsertKey"];

    private readonly TypeArguments types = new(assembly);
    private readonly HashSet<Type> making = [];
    private readonly Dictionary<int, string> texts = [];

    public static Type? SpanElement(Type type) =>
        type.IsGenericType && (type.GetGenericTypeDefinition() == typeof(Span<>) || type.GetGenericTypeDefinition() == typeof(ReadOnlySpan<>)) ? type.GetGenericArguments()[0] : null;

    /// <summary>The method itself, with type arguments where it wants them.</summary>
    public MethodInfo? Closed(MethodInfo method) => types.Closed(method);

    /// <summary>The instance, if the method needs one, and then the arguments; null when one of them cannot be made.</summary>
    public Make[]? Of(MethodInfo method)
    {
        var made = new List<Make>();
        if (!method.IsStatic)
        {
            if (For(method.DeclaringType!, new("this", false, 0, null)) is not { } receiver)
            {
                return null;
            }

            made.Add(receiver);
        }

        var parameters = method.GetParameters();
        int? extent = null;
        foreach (var parameter in parameters)
        {
            extent ??= Extent(parameter.ParameterType, parameter.Name ?? "");
        }

        for (var i = 0; i < parameters.Length; i++)
        {
            var type = parameters[i].ParameterType;
            if (For(type.IsByRef ? type.GetElementType()! : type, new(parameters[i].Name ?? "", false, i, extent) { Depth = 0 }, i) is not { } argument)
            {
                return null;
            }

            made.Add(argument);
        }

        return [.. made];
    }

    private static int? Extent(Type type, string name) =>
        SpanElement(type) is { } element ? Bytes(element)
        : type == typeof(string) ? new Place(name, false, 0, null).IsShortText ? null : Texts.Length
        : type.IsSZArray ? Bytes(type.GetElementType()!)
        : typeof(Stream).IsAssignableFrom(type) ? Texts.Length
        : typeof(ICollection).IsAssignableFrom(type) || type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) ? Place.Count
        : type.IsArray ? Place.Side
        : null;

    private static int Bytes(Type element) => element == typeof(byte) || element == typeof(char) ? Texts.Length : element.IsArray ? Place.Side : Place.Count;

    private Make? For(Type type, Place place, int number = 0)
    {
        if (place.Depth > Deepest || type.IsPointer || type.IsByRef)
        {
            return null;
        }

        if (SpanElement(type) is { } element)
        {
            return Array(element, place, number);
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return For(underlying, place, number);
        }

        return Scalar(type, place, number)
            ?? (type.IsSZArray ? Array(type.GetElementType()!, place, number) : null)
            ?? (type.IsArray ? Plane(type, place) : null)
            ?? (typeof(Delegate).IsAssignableFrom(type) ? Delegate(type, place) : null)
            ?? Known(type, place, number)
            ?? (type.IsArray || typeof(Delegate).IsAssignableFrom(type) ? null : Collection(type, place))
            ?? (type.IsArray || typeof(Delegate).IsAssignableFrom(type) ? null : Own(type, place));
    }

    private Make? Scalar(Type type, Place place, int number)
    {
        if (type.IsEnum)
        {
            var values = type.GetEnumValuesAsUnderlyingType();
            var value = values.Length == 0 ? Activator.CreateInstance(type) : Enum.ToObject(type, values.GetValue(attempt % values.Length)!);
            return _ => value;
        }

        switch (Type.GetTypeCode(type))
        {
            case TypeCode.Boolean:
                return _ => attempt == 1;
            case TypeCode.Char:
                return place.IsItem ? static random => (char)random.Next('a', 'z' + 1) : _ => attempt == 1 ? '1' : 'e';
            case TypeCode.SByte or TypeCode.Byte:
                return place.IsItem ? random => As(random.Next(0, 128), type) : _ => As(7, type);
            case TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Int64 or TypeCode.UInt64:
                var whole = attempt switch { 0 => place.Whole, 1 => place.Whole == 0 ? 1 : 10, _ => 1 };
                return place.IsItem ? random => As(random.Next(0, Place.Count), type) : _ => As(whole, type);
            case TypeCode.Single or TypeCode.Double or TypeCode.Decimal:
                var real = attempt switch { 0 => 0.5, 1 => 2.5, _ => 100.0 };
                return place.IsItem ? random => As(random.NextDouble() * Place.Count, type) : _ => As(real, type);
            case TypeCode.DateTime:
                return place.IsItem ? static random => LeapDay.AddMinutes(random.Next(1_000_000)) : static _ => LeapDay;
            case TypeCode.String:
                return place.IsItem ? Texts.Word : place.IsShortText ? static _ => "lorem" : _ => Text(number);
            default:
                return null;
        }
    }

    private static object As(object value, Type type) => Convert.ChangeType(value, type, CultureInfo.InvariantCulture);

    private string Text(int number)
    {
        if (!texts.TryGetValue(number, out var text))
        {
            texts[number] = text = attempt switch { 0 => Texts.Prose(number + 1), 1 => Texts.Digits(number + 1), _ => Texts.Letters(number + 1)[..Place.Count] };
        }

        return text;
    }

    private Make? Array(Type element, Place place, int number)
    {
        if (!place.IsItem && element == typeof(char))
        {
            return _ => Text(number).ToCharArray();
        }

        if (!place.IsItem && element == typeof(byte))
        {
            return attempt == 0 ? _ => Encoding.ASCII.GetBytes(Text(number)) : random =>
            {
                var bytes = new byte[Texts.Length];
                random.NextBytes(bytes);
                return bytes;
            };
        }

        if (For(element, place.Item) is not { } item)
        {
            return null;
        }

        var count = Size(element, place, isArray: true);
        return random =>
        {
            var array = System.Array.CreateInstance(element, count);
            if (element == typeof(int))
            {
                // Each number once: what is sought is there, and no two are alike.
                var numbers = Enumerable.Range(0, count).ToArray();
                random.Shuffle(numbers);
                return numbers;
            }

            for (var i = 0; i < count; i++)
            {
                array.SetValue(item(random), i);
            }

            return array;
        };
    }

    private static int Size(Type element, Place place, bool isArray)
    {
        var isNested = element != typeof(string) && (element.IsArray || element.IsGenericType && typeof(IEnumerable).IsAssignableFrom(element));
        return isArray && element.IsSZArray && !place.IsItem ? Place.Side
            : isArray && place is { IsItem: true, Depth: 1 } ? Place.Side
            : isNested || place.IsItem ? Inner
            : Place.Count;
    }

    private Make? Plane(Type type, Place place)
    {
        var element = type.GetElementType()!;
        if (type.GetArrayRank() != 2 || For(element, place.Item) is not { } item)
        {
            return null;
        }

        return random =>
        {
            var plane = System.Array.CreateInstance(element, Place.Side, Place.Side);
            for (var i = 0; i < Place.Side; i++)
            {
                for (var j = 0; j < Place.Side; j++)
                {
                    plane.SetValue(item(random), i, j);
                }
            }

            return plane;
        };
    }

    private Make? Delegate(Type type, Place place)
    {
        if (type.GetMethod("Invoke") is not { } invoke || type.ContainsGenericParameters)
        {
            return null;
        }

        var parameters = invoke.GetParameters().Select(static parameter => Expression.Parameter(parameter.ParameterType, parameter.Name)).ToArray();
        var result = invoke.ReturnType;
        Expression? body =
            result == typeof(void) ? Expression.Empty()
            : result == typeof(bool) && parameters is [{ Type: { IsByRefLike: false, IsByRef: false } } only] ? EveryOther(only)
            : result == typeof(bool) ? Expression.Constant(true)
            : result == typeof(int) && parameters is [var left, var right] && left.Type == right.Type && !left.Type.IsByRefLike ? Compare(left, right)
            : result == typeof(double) && parameters is [{ Type: var from } x] && from == typeof(double) ? Expression.Subtract(Expression.Multiply(x, x), Expression.Constant(2.0))
            : parameters.FirstOrDefault(parameter => parameter.Type == result);
        if (body is null)
        {
            if (For(result, place.Inside("result")) is not { } given)
            {
                return null;
            }

            return random => Expression.Lambda(type, Expression.Constant(given(random), result), parameters).Compile();
        }

        var made = Expression.Lambda(type, body, parameters).Compile();
        return _ => made;

        static BinaryExpression EveryOther(Expression item) =>
            Expression.Equal(Expression.And(Expression.Call(Expression.Convert(item, typeof(object)), nameof(GetHashCode), null), Expression.Constant(1)), Expression.Constant(0));

        static MethodCallExpression Compare(Expression left, Expression right)
        {
            var comparer = typeof(Comparer<>).MakeGenericType(left.Type);
            return Expression.Call(Expression.Property(null, comparer, "Default"), "Compare", null, left, right);
        }
    }

    // What the framework has, and has no plain constructor or a better one.
    private Make? Known(Type type, Place place, int number)
    {
        if (type == typeof(object))
        {
            return static _ => "lorem";
        }

        if (type == typeof(Stream) || type == typeof(MemoryStream))
        {
            return place.IsOutput ? static _ => new MemoryStream() : _ =>
            {
                var stream = new MemoryStream();
                stream.Write(Encoding.ASCII.GetBytes(Text(number)));
                stream.Position = 0;
                return stream;
            };
        }

        if (type == typeof(TextReader) || type == typeof(StringReader))
        {
            return _ => new StringReader(Text(number));
        }

        if (type == typeof(StreamReader))
        {
            return _ => new StreamReader(new MemoryStream(Encoding.ASCII.GetBytes(Text(number))));
        }

        if (type == typeof(BinaryReader))
        {
            return _ => new BinaryReader(new MemoryStream(Encoding.ASCII.GetBytes(Text(number))));
        }

        if (type == typeof(StringBuilder))
        {
            return place.IsOutput ? static _ => new StringBuilder() : _ => new StringBuilder(Text(number));
        }

        if (type.IsGenericType)
        {
            var (definition, arguments) = (type.GetGenericTypeDefinition(), type.GetGenericArguments());
            var isTuple = definition.FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal) || definition.FullName.StartsWith("System.Tuple`", StringComparison.Ordinal);
            if (definition == typeof(IComparer<>) || definition == typeof(Comparer<>))
            {
                var comparer = typeof(Comparer<>).MakeGenericType(arguments).GetProperty("Default")!.GetValue(null);
                return _ => comparer;
            }

            if (definition == typeof(IEqualityComparer<>) || definition == typeof(EqualityComparer<>))
            {
                var comparer = typeof(EqualityComparer<>).MakeGenericType(arguments).GetProperty("Default")!.GetValue(null);
                return _ => comparer;
            }

            if (definition == typeof(Memory<>) || definition == typeof(ReadOnlyMemory<>) || definition == typeof(ArraySegment<>))
            {
                return Array(arguments[0], place, number) is { } array ? random => Activator.CreateInstance(type, array(random)) : null;
            }

            if (definition == typeof(KeyValuePair<,>) || isTuple)
            {
                var parts = arguments.Select(argument => For(argument, place with { Depth = place.Depth + 1 })).ToArray();
                return parts.All(static part => part is not null) ? random => Activator.CreateInstance(type, [.. parts.Select(part => part!(random))]) : null;
            }
        }

        return type == typeof(TextWriter) || type == typeof(StringWriter) ? static _ => new StringWriter(CultureInfo.InvariantCulture)
            : type == typeof(StreamWriter) ? static _ => new StreamWriter(new MemoryStream())
            : type == typeof(BinaryWriter) ? static _ => new BinaryWriter(new MemoryStream())
            : type == typeof(CultureInfo) || type == typeof(IFormatProvider) ? static _ => CultureInfo.InvariantCulture
            : type == typeof(Random) ? static _ => new Random(1)
            : type == typeof(CancellationToken) ? static _ => CancellationToken.None
            : type == typeof(Encoding) ? static _ => Encoding.UTF8
            : type == typeof(Type) ? static _ => typeof(int)
            : type == typeof(Uri) ? static _ => new Uri("https://example.org/lorem")
            : type == typeof(Guid) ? place.IsItem ? static random => new Guid(random.Next(), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10) : static _ => new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
            : type == typeof(DateTimeOffset) ? static _ => new DateTimeOffset(LeapDay)
            : type == typeof(DateOnly) ? static _ => new DateOnly(2024, 2, 29)
            : type == typeof(TimeSpan) ? static _ => TimeSpan.FromHours(1)
            : type == typeof(Regex) ? static _ => new Regex("[a-m]+o", RegexOptions.CultureInvariant)
            : type == typeof(Version) ? static _ => new Version(1, 2, 3)
            : type == typeof(BigInteger) ? place.IsItem ? static random => new BigInteger(random.Next()) : static _ => BigInteger.Pow(2, 255) - 19
            : type == typeof(Exception) ? static _ => new InvalidOperationException("lorem")
            : type == typeof(BitArray) ? static random => new BitArray(Enumerable.Range(0, Place.Count).Select(_ => random.Next(2) == 0).ToArray())
            : type == typeof(IEnumerable) || type == typeof(IList) || type == typeof(ICollection) || type == typeof(ArrayList)
                ? static random => new ArrayList(Enumerable.Range(0, Place.Count).Select(_ => random.Next(Place.Count)).ToArray())
            : type == typeof(IEqualityComparer) || type == typeof(StringComparer) ? static _ => StringComparer.Ordinal
            : type == typeof(IComparer) ? static _ => Comparer.DefaultInvariant
            : type.Assembly == typeof(Complex).Assembly && type.Namespace == "System.Numerics" && type.IsValueType ? Constructed(type, place)
            : null;
    }

    // Of the framework: lists, sets, dictionaries, queues, and the interfaces that these have.
    private Make? Collection(Type type, Place place)
    {
        if (!type.IsGenericType || type.Assembly == assembly || type.ContainsGenericParameters)
        {
            return null;
        }

        var arguments = type.GetGenericArguments();
        Type[] concrete = arguments.Length switch
        {
            1 => [typeof(List<>), typeof(HashSet<>), type.GetGenericTypeDefinition()],
            2 => [typeof(Dictionary<,>), type.GetGenericTypeDefinition()],
            _ => [],
        };
        foreach (var made in concrete.Where(static made => made is { IsAbstract: false, IsInterface: false }).Select(made => TypeArguments.TryClose(made, arguments)))
        {
            if (made is null || !type.IsAssignableFrom(made) || !typeof(IEnumerable).IsAssignableFrom(made))
            {
                continue;
            }

            if (arguments is [var element])
            {
                return made.GetConstructor([typeof(IEnumerable<>).MakeGenericType(element)]) is { } constructor && For(element, place.Item) is { } item
                    ? random => constructor.Invoke([Sequence(element, item, Size(element, place, isArray: false), random)])
                    : null;
            }

            if (For(arguments[0], place.Item) is { } key && For(arguments[1], place.Item) is { } value && typeof(IDictionary).IsAssignableFrom(made))
            {
                return random =>
                {
                    var dictionary = (IDictionary)Activator.CreateInstance(made)!;
                    for (var i = 0; i < (place.IsItem ? Inner : Place.Count); i++)
                    {
                        dictionary[arguments[0] == typeof(int) ? i : key(random)!] = value(random);
                    }

                    return dictionary;
                };
            }
        }

        return null;
    }

    private static Array Sequence(Type element, Make item, int count, Random random)
    {
        var items = System.Array.CreateInstance(element, count);
        if (element == typeof(int))
        {
            var numbers = (int[])items;
            for (var i = 0; i < count; i++)
            {
                numbers[i] = i;
            }

            random.Shuffle(numbers);
            return items;
        }

        for (var i = 0; i < count; i++)
        {
            items.SetValue(item(random), i);
        }

        return items;
    }

    /// <summary>A type of the code base: by a constructor, or by what its type offers; an abstract one by the first that derives from it.</summary>
    private Make? Own(Type type, Place place)
    {
        if (type.Assembly != assembly || type.IsGenericParameter || !making.Add(type))
        {
            return null;
        }

        try
        {
            if (!type.IsAbstract && !type.ContainsGenericParameters && Constructed(type, place) is { } made)
            {
                return made;
            }

            if (type.IsAbstract && type.IsSealed)
            {
                return null;
            }

            return Offered(type) ?? (type.IsSealed ? null : Derived(type).Select(derived => For(derived, place with { Depth = place.Depth + 1 })).FirstOrDefault(static derived => derived is not null));
        }
        finally
        {
            making.Remove(type);
        }
    }

    private Make? Constructed(Type type, Place place)
    {
        var constructors = type.GetConstructors(Instance).Where(static constructor =>
            constructor.GetParameters().All(static parameter => parameter.ParameterType is { IsByRef: false, IsPointer: false } && SpanElement(parameter.ParameterType) is null));

        // Items that are all alike would be no input: one that tells them apart goes first.
        var distinct = place.IsItem || type.IsValueType;
        foreach (var constructor in constructors
            .OrderByDescending(constructor => distinct && constructor.GetParameters() is { Length: > 0 and <= MostScalars } parameters && parameters.All(static parameter => IsSimple(parameter.ParameterType)))
            .ThenByDescending(static constructor => constructor.IsPublic)
            .ThenBy(static constructor => constructor.GetParameters().Length)
            .Take(Candidates))
        {
            var parameters = constructor.GetParameters();
            var arguments = parameters.Select((parameter, index) => parameter.HasDefaultValue && parameter.DefaultValue is null && !parameter.ParameterType.IsValueType
                ? static _ => null
                : For(parameter.ParameterType, place.Inside(parameter.Name ?? ""), index)).ToArray();
            if (!arguments.All(static argument => argument is not null))
            {
                continue;
            }

            Make plain = random => constructor.Invoke([.. arguments.Select(argument => argument!(random))]);
            if (Works(plain))
            {
                return place.IsItem || type.IsValueType ? plain : Filled(type, plain, place);
            }
        }

        return type.IsValueType ? _ => RuntimeHelpers.GetUninitializedObject(type) : null;
    }

    private static bool IsSimple(Type type) => type.IsPrimitive || type == typeof(string) || type == typeof(decimal);

    private static bool Works(Make make)
    {
        try
        {
            return make(new Random(1)) is not null;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return false;
        }
    }

    /// <summary>Own collections get their elements, graphs their vertices and edges: a ring, and as many again across.</summary>
    private Make? Filled(Type type, Make plain, Place place)
    {
        var methods = type.GetMethods(BindingFlags.Instance | BindingFlags.Public).Where(method => !method.IsGenericMethod && method.ReturnType != type && method.DeclaringType != typeof(object)).ToList();
        if (Adder(methods, VertexAdders, place, 1, 1) is { } vertices && methods.FirstOrDefault(static method => method.Name == "AddEdge" && method.GetParameters().Length is 2 or 3) is { } edge)
        {
            var ends = edge.GetParameters()[0].ParameterType;
            var weight = edge.GetParameters() is [_, _, { } third] ? For(third.ParameterType, place.Item) : static _ => null;
            if (weight is not null && edge.GetParameters()[1].ParameterType == ends)
            {
                return random =>
                {
                    var graph = plain(random);
                    var made = new List<object?>();
                    for (var i = 0; i < Place.Count; i++)
                    {
                        var given = vertices.Of[0].ParameterType == typeof(int) ? i : vertices.Make[0](random);
                        var answer = vertices.Method.Invoke(graph, [given]);
                        made.Add(ends.IsInstanceOfType(given) ? given : answer);
                    }

                    for (var i = 0; i < Place.Count; i++)
                    {
                        Connect(i, (i + 1) % Place.Count);
                        Connect(i, random.Next(Place.Count));
                    }

                    return graph;

                    void Connect(int from, int to)
                    {
                        try
                        {
                            edge.Invoke(graph, edge.GetParameters().Length == 2 ? [made[from], made[to]] : [made[from], made[to], weight(random)]);
                        }
                        catch (TargetInvocationException)
                        {
                            // There is one already.
                        }
                    }
                };
            }
        }

        return Adder(methods, Adders, place, 1, 2) is not { } adder ? IsNode(type) ? null : plain : random =>
        {
            var collection = plain(random);
            for (var (i, failed) = (0, 0); i < Place.Count && failed < 3 + i / 2; i++)
            {
                try
                {
                    adder.Method.Invoke(collection, [.. adder.Make.Select(make => make(random))]);
                }
                catch (TargetInvocationException)
                {
                    failed++;
                }
            }

            return collection;
        };
    }

    /// <summary>Refers to its like: alone, a node of a list, tree or graph has no size, and nothing generic would connect it to others.</summary>
    private static bool IsNode(Type type) => TypeArguments.Bases(type).SelectMany(static around => around.GetFields(Instance | BindingFlags.DeclaredOnly)).Select(static field => field.FieldType)
        .SelectMany(static field => field.IsArray ? [field.GetElementType()!] : field.IsGenericType && typeof(IEnumerable).IsAssignableFrom(field) ? [field, .. field.GetGenericArguments()] : new[] { field })
        .Any(field => field.Assembly == type.Assembly && field.IsAssignableFrom(type));

    private (MethodInfo Method, ParameterInfo[] Of, Make[] Make)? Adder(List<MethodInfo> methods, string[] names, Place place, int least, int most)
    {
        foreach (var method in names.SelectMany(name => methods.Where(method => method.Name == name)).Where(method => method.GetParameters().Length >= least && method.GetParameters().Length <= most))
        {
            var parameters = method.GetParameters();
            if (parameters.Any(static parameter => parameter.ParameterType.IsByRef || SpanElement(parameter.ParameterType) is not null || parameter.ParameterType.IsArray))
            {
                continue;
            }

            var makes = parameters.Select(parameter => For(parameter.ParameterType, place.Item)).ToArray();
            if (makes.All(static make => make is not null))
            {
                return (method, parameters, [.. makes.Select(static make => make!)]);
            }
        }

        return null;
    }

    private static Make? Offered(Type type)
    {
        if (type.ContainsGenericParameters)
        {
            return null;
        }

        const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;
        var properties = type.GetProperties(Static).Where(property => type.IsAssignableFrom(property.PropertyType) && property.GetIndexParameters().Length == 0);
        var fields = type.GetFields(Static).Where(field => type.IsAssignableFrom(field.FieldType));
        var methods = type.GetMethods(Static).Where(method => type.IsAssignableFrom(method.ReturnType) && method.GetParameters().Length == 0 && !method.IsGenericMethod);
        foreach (var offer in properties.Select(static property => (Make)(_ => property.GetValue(null)))
            .Concat(fields.Select(static field => (Make)(_ => field.GetValue(null))))
            .Concat(methods.Select(static method => (Make)(_ => method.Invoke(null, null)))))
        {
            if (Works(offer))
            {
                return offer;
            }
        }

        return null;
    }

    private IEnumerable<Type> Derived(Type type)
    {
        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        return types.Types.Where(candidate => candidate is { IsAbstract: false, IsInterface: false } && candidate != definition)
            .Select(candidate => !candidate.ContainsGenericParameters ? candidate
                : type.IsGenericType && candidate.GetGenericArguments().Length == type.GetGenericArguments().Length ? TypeArguments.TryClose(candidate, type.GetGenericArguments())
                : types.Closed(candidate))
            .Where(candidate => candidate is not null && type.IsAssignableFrom(candidate))
            .Take(Candidates)!;
    }
}
