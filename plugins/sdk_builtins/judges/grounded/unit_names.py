"""Names of units of measure, by dimension and size.

Sizes are of the dimension's first unit. SI units and those accepted beside them: BIPM, The
International System of Units, 9th edition; feet, miles, pounds, ounces, gallons: NIST Handbook 44,
appendix C. Months and years are Julian (365.25 days).
"""

from __future__ import annotations

_DAY = 86_400.0

SYMBOLS: dict[str, dict[float, str]] = {
    "time": {1e-3: "ms", 1e-6: "µs μs", 1: "s sec", 60: "min mn", 3600: "h hr hrs Std"},
    "length": {
        1: "m", 1e-2: "cm", 1e-3: "mm", 1e-6: "µm μm", 1e-9: "nm", 1e3: "km", 0.3048: "ft",
        0.0254: "in″ ″", 1609.344: "mi", 0.1: "dm",
    },
    "mass": {1: "g", 1e3: "kg", 1e-3: "mg", 1e-6: "µg μg mcg", 1e6: "t", 453.59237: "lb lbs", 28.349523: "oz"},
    "volume": {1: "l L ℓ", 1e-3: "ml mL cc cm³ cm3 cm^3", 1e-2: "cl cL", 0.1: "dl dL", 1e-6: "µl µL μL", 100: "hl hL",
               1000: "m³ m3 m^3"},
    "area": {1: "m² m2 m^2 qm sqm", 1e-4: "cm² cm2 cm^2", 1e-6: "mm² mm2 mm^2", 1e6: "km² km2 km^2", 1e4: "ha"},
    "power": {1: "W", 1e3: "kW", 1e6: "MW", 1e9: "GW", 1e-3: "mW"},
    "energy": {1: "J", 1e3: "kJ", 1e6: "MJ", 3.6e3: "Wh", 3.6e6: "kWh", 3.6e9: "MWh", 3.6e12: "GWh", 4184: "kcal", 4.184: "cal"},
    "voltage": {1: "V", 1e3: "kV", 1e-3: "mV"},
    "current": {1: "A", 1e-3: "mA"},
    "charge": {1: "Ah", 1e-3: "mAh"},
    "resistance": {1: "Ω", 1e3: "kΩ", 1e6: "MΩ"},
    "frequency": {1: "Hz", 1e3: "kHz", 1e6: "MHz", 1e9: "GHz"},
    "rotation": {1: "rpm tr/min U/min min⁻¹ 1/min"},
    "pressure": {1: "Pa", 100: "hPa mbar", 1e3: "kPa", 1e6: "MPa", 1e5: "bar", 6894.757: "psi", 133.322: "mmHg"},
    "force": {1: "N", 1e3: "kN"},
    "torque": {1: "Nm N·m N.m"},
    "temperature": {1: "°C ℃ ºC", 1.001: "K", 1.002: "°F ℉ ºF"},
    "angle": {1: "° º"},
    "sound": {1: "dB dB(A) dBA"},
    "data": {1: "B", 1e3: "kB KB", 1e6: "MB", 1e9: "GB", 1e12: "TB", 1024.0: "KiB", 1048576.0: "MiB", 1073741824.0: "GiB"},
    "data rate": {1: "bit/s bps", 1e3: "kbit/s kbps", 1e6: "Mbit/s Mbps", 1e9: "Gbit/s Gbps"},
    "share": {1: "% ％", 0.1: "‰", 1e-4: "ppm"},
    "turbidity": {1: "NTU"},
    "amount": {1: "mol", 1e-3: "mmol", 1e-6: "µmol μmol"},
    "light": {1: "lx"},
    "resolution": {1: "dpi"},
    "USD": {1: "$ US$ USD"},
    "EUR": {1: "€ EUR"},
    "GBP": {1: "£ GBP", 0.01: "p"},
    "JPY": {1: "JPY"},
    "CNY": {1: "CNY RMB"},
    "yen or yuan": {1: "¥ ￥"},
    "CHF": {1: "CHF Fr"},
    "INR": {1: "₹ INR Rs"},
    "RUB": {1: "₽ RUB"},
    "KRW": {1: "₩ KRW"},
    "TRY": {1: "₺ TRY TL"},
    "UAH": {1: "₴ UAH"},
    "PLN": {1: "zł PLN"},
    "CZK": {1: "Kč CZK"},
    "krone": {1: "kr SEK NOK DKK"},
    "BRL": {1: "R$ BRL"},
    "ILS": {1: "₪ ILS"},
    "VND": {1: "₫ VND"},
    "THB": {1: "฿ THB"},
}  # fmt: skip
"""Signs and abbreviations, as case and all; a number stands before them or behind."""

WORDS: dict[str, dict[float, str]] = {
    "time": {
        1: "second seconds secs sekunde sekunden seconde secondes segundo segundos secondo secondi"
           " seconden sekund sekunda sekundy sekunder sekunders секунда секунды секунд секунду"
           " секунди saniye ثانية ثوان שניות שנייה सेकंड giây วินาที detik",
        60: "minute minutes mins minuten minuto minutos minuti minuut minuut minuter minutter minuta"
            " minuty minut minutę минута минуты минут минуту хвилина хвилини хвилин dakika دقيقة"
            " دقائق דקה דקות मिनट phút นาที menit",
        3600: "hour hours stunde stunden std heure heures hora horas ora ore uur uren timme timmar"
              " time timer godzina godziny godzin hodina hodiny hodin час часа часов година години"
              " годин saat ساعة ساعات שעה שעות घंटा घंटे giờ ชั่วโมง jam",
        _DAY: "day days tag tage tagen tages werktag werktage werktagen arbeitstag arbeitstage"
              " kalendertage jour jours día dias días dia giorno giorni dag dagen dagar dage dager"
              " dzień dni dny dní день дня дней дні днів gün يوم أيام יום ימים दिन ngày วัน hari",
        7 * _DAY: "week weeks woche wochen semaine semaines semana semanas settimana settimane weken"
                  " vecka veckor uge uger uke uker tydzień tygodnie tygodni týden týdny týdnů неделя"
                  " недели недель неделю тиждень тижні тижнів hafta أسبوع أسابيع שבוע שבועות सप्ताह"
                  " हफ्ते tuần สัปดาห์ minggu",
        30.4375 * _DAY: "month months monat monate monaten mois mes meses mese mesi mês maand maanden"
                        " månad månader måned måneder miesiąc miesiące miesięcy měsíc měsíce měsíců"
                        " месяц месяца месяцев місяць місяці місяців شهر أشهر חודש חודשים महीना"
                        " महीने tháng เดือน bulan",
        365.25 * _DAY: "year years jahr jahre jahren ans année années año años anno anni ano anos"
                       " jaar jaren år rok roky lata lat let год года лет рік роки років yıl سنة"
                       " سنوات שנה שנים साल वर्ष năm ปี tahun",
    },
    "length": {
        1: "metre metres meter meters mètre mètres metro metros metri metr metry metrů metrów метр"
           " метра метров метри метрів metre متر مטר मीटर mét เมตร",
        1e-2: "centimetre centimetres centimeter centimeters zentimeter centimètre centimètres"
              " centímetro centímetros centimetro centimetri centymetr centymetry centymetrów"
              " сантиметр сантиметра сантиметров сантиметрів santimetre سنتيمتر ס\"מ सेंटीमीटर xăng-ti-mét เซนติเมตร см",
        1e-3: "millimetre millimetres millimeter millimeters millimètre millimètres milímetro"
              " milímetros millimetro millimetri milimetr milimetry milimetrów миллиметр миллиметра"
              " миллиметров міліметрів milimetre मिलीमीटर มิลลิเมตร мм",
        1e3: "kilometre kilometres kilometer kilometers kilomètre kilomètres kilómetro kilómetros"
             " chilometro chilometri quilômetro quilômetros quilómetros kilometr kilometry kilometrów"
             " километр километра километров кілометрів kilometre كيلومتر किलोमीटर กิโลเมตร км",
        1609.344: "mile miles meile meilen milla millas milha milhas miglio miglia mijl",
        1852: "nautical_mile nautical_miles seemeile seemeilen",
        0.3048: "foot feet fuß", 0.0254: "inch inches zoll pouce pouces pulgada pulgadas pollici",
        0.9144: "yard yards",
    },
    "mass": {
        1: "gram grams gramm gramme grammes gramo gramos grammo grammi grama gramas gramů gramów"
           " грамм грамма граммов грамів جرام غرام גרם ग्राम กรัม г",
        1e-3: "milligram milligrams milligramm milligramme milligrammes miligramo miligramos"
              " milligrammi miligramas миллиграмм миллиграмма миллиграммов мг",
        1e3: "kilogram kilograms kilogramm kilogramme kilogrammes kilo kilos kilogramo kilogramos"
             " chilogrammo chilogrammi chilo chili quilo quilos quilograma quilogramas kilogramy"
             " kilogramów килограмм килограмма килограммов кілограмів كيلوجرام קילוגרם ק\"ג किलो किलोग्राम กิโลกรัม кг",
        1e6: "tonne tonnes ton tons tonnen tonelada toneladas tonnellata tonnellate тонна тонны"
             " тонн طن טון टन ตัน",
        453.59237: "lbs", 28.349523: "ounce ounces unze unzen",
    },
    "volume": {
        1: "litre litres liter liters litro litros litri litry litrów литр литра литров літрів لتر"
           " ליטר लीटर lít ลิตร л",
        1e-3: "millilitre millilitres milliliter milliliters mililitro mililitros millilitri мл"
              " миллилитр миллилитров",
        1e3: "cubic_metre cubic_metres cubic_meters kubikmeter mètres_cubes metros_cúbicos metri_cubi",
        3.785411784: "gallon gallons",
    },
    "area": {
        1: "square_metre square_metres square_meters quadratmeter mètres_carrés mètre_carré"
           " metros_cuadrados metri_quadrati metros_quadrados кв.м",
        1e4: "hectare hectares hektar hectárea hectáreas ettaro ettari гектар гектаров",
        4046.856: "acre acres",
        1e6: "square_kilometre square_kilometres square_kilometers quadratkilometer",
    },
    "power": {1: "watt watts vatio vatios ватт вт", 1e3: "kilowatt kilowatts kilovatios киловатт квт",
              1e6: "megawatt megawatts megavatios", 735.49875: "ps"},
    "energy": {1: "joule joules", 3.6e6: "kilowattstunde kilowattstunden kilowattheures kilowatt-hours"
                                          " kilowatt_hours", 4184: "kilocalories kilokalorien"},
    "voltage": {1: "volt volts voltios вольт"},
    "current": {1: "ampere amperes amps ampères amperios ампер"},
    "resistance": {1: "ohm ohms ohmios", 1e3: "kilohm kilohms kiloohm"},
    "frequency": {1: "hertz herz герц", 1e6: "megahertz", 1e9: "gigahertz"},
    "rotation": {1: "revolutions_per_minute umdrehungen_pro_minute tours_par_minute"},
    "pressure": {1e5: "bars", 1: "pascal pascals", 1e3: "kilopascal"},
    "temperature": {1: "degrees_celsius degree_celsius grad_celsius degrés_celsius grados_celsius"
                       " gradi_celsius graus_celsius graden_celsius celsius",
                    1.002: "degrees_fahrenheit grad_fahrenheit fahrenheit",
                    1.001: "kelvin kelvins"},
    "angle": {1: "degree degrees grad degré degrés grado grados gradi grau graus graden grader"
                 " stopni stopień stupňů градус градуса градусов градусів derece"},
    "sound": {1: "decibel decibels dezibel décibels decibelios децибел"},
    "data": {1: "byte bytes octet octets", 1e6: "megabyte megabytes megaoctets",
             1e9: "gigabyte gigabytes", 1e12: "terabyte terabytes"},
    "share": {1: "percent per_cent percentage_point percentage_points prozent prozentpunkte"
                 " prozentpunkten pour_cent pour-cent points_de_pourcentage por_ciento"
                 " puntos_porcentuales por_cento per_cento punti_percentuali procent procenten"
                 " prosent procenta procentu procentów процент процента процентов процентів yüzde"
                 " بالمئة بالمائة في_المئة אחוז אחוזים प्रतिशत phần_trăm เปอร์เซ็นต์ persen"},
    "USD": {1: "dollar dollars dólares dólar dollari доллар доллара долларов دولار דולר डॉलर"},
    "EUR": {1: "euro euros евро євро يورو יורו"},
    "GBP": {1: "pounds pound pfund livres_sterling libras", 0.01: "pence penny"},
    "cent": {1: "cent cents centimes céntimos centesimi cêntimos centavos ct"},
    "JPY": {1: "yen"},
    "CNY": {1: "yuan renminbi"},
    "CHF": {1: "franken francs_suisses franc francs franchi"},
    "INR": {1: "rupee rupees रुपये रुपए"},
    "RUB": {1: "рубль рубля рублей"},
    "UAH": {1: "гривня гривні гривень"},
    "PLN": {1: "złoty złote złotych"},
    "CZK": {1: "korun koruny koruna"},
    "TRY": {1: "lira"},
    "krone": {1: "kronor kroner kronen"},
    "BRL": {1: "reais"},
    "ILS": {1: "שקל שקלים ש\"ח"},
    "VND": {1: "đồng"},
    "THB": {1: "บาท"},
}  # fmt: skip
"""Words, in small letters; ``_`` stands for a space."""

GLUED: dict[str, dict[float, str]] = {
    "time": {1: "秒钟 秒鐘 秒 초", 60: "分钟 分鐘 分間 分 분", 3600: "小时 小時 個小時 个小时 时间 時間 시간",
             _DAY: "天 日间 日間 个工作日 個工作日 工作日 营业日 営業日 일간 일 日", 7 * _DAY: "周 星期 个星期 週間 週 주일 주",
             30.4375 * _DAY: "个月 個月 か月 ヶ月 カ月 ケ月 개월 달", 365.25 * _DAY: "年间 年間 年 년간 년"},
    "length": {1: "米 公尺 メートル 미터", 1e-2: "厘米 公分 センチメートル センチ 센티미터", 1e-3: "毫米 ミリメートル ミリ 밀리미터",
               1e3: "公里 千米 キロメートル 킬로미터", 1e-6: "微米", 1e-9: "纳米", 500: "里"},
    "mass": {1: "克 公克 グラム 그램", 1e3: "千克 公斤 キログラム キロ 킬로그램", 1e-3: "毫克 ミリグラム 밀리그램",
             1e-6: "微克", 1e6: "吨 噸 トン 톤", 500: "斤"},
    "volume": {1: "升 公升 リットル 리터", 1e-3: "毫升 ミリリットル 밀리리터", 1e3: "立方米 立方メートル"},
    "area": {1: "平方米 平米 平方メートル 平方公尺 제곱미터", 1e6: "平方公里 平方千米", 1e4: "公顷 ヘクタール", 666.67: "亩"},
    "power": {1: "瓦特 瓦 ワット 와트", 1e3: "千瓦 キロワット 킬로와트", 1e6: "兆瓦"},
    "energy": {3.6e6: "千瓦时 千瓦時 度电 キロワット時", 4184: "千卡 大卡"},
    "voltage": {1: "伏特 伏 ボルト 볼트"},
    "current": {1: "安培 安 アンペア", 1e-3: "毫安"},
    "charge": {1e-3: "毫安时"},
    "resistance": {1: "欧姆 欧"},
    "frequency": {1: "赫兹 赫茲 ヘルツ 헤르츠", 1e6: "兆赫", 1e9: "吉赫"},
    "pressure": {1: "帕", 1e3: "千帕", 1e6: "兆帕", 1e5: "巴"},
    "temperature": {1: "摄氏度 攝氏度 섭씨"},
    "angle": {1: "度 도"},
    "sound": {1: "分贝 分貝 デシベル 데시벨"},
    "share": {1: "个百分点 個百分點 パーセント ポイント 퍼센트 퍼센트포인트 프로"},
    "light": {1: "勒克斯"},
    "CNY": {1: "元人民币 人民币 块钱 元"},
    "JPY": {1: "日元 円"},
    "USD": {1: "美元 美金 米ドル ドル 달러"},
    "EUR": {1: "欧元 ユーロ 유로"},
    "GBP": {1: "英镑 ポンド 파운드"},
    "KRW": {1: "원 韩元"},
}  # fmt: skip
"""Names in scripts that set no spaces between words."""

SPEEDS: dict[float, str] = {
    1e3: "kph kmh km/h км/ч", 1609.344: "mph", 1852: "kn kt knot knots knoten nœuds nudos nodi узлов",
}  # fmt: skip
"""Names of speeds, by metres an hour."""

PER = "per a an pro je par por al på om на в за na za"
"""What stands between a unit and the one that it is counted by."""

SCALES: dict[float, str] = {
    1e3: "thousand thousands tausend tsd mille mil mila duizend tusen tys tyś тыс thousand",
    1e6: "million millions millionen mio millón millones milione milioni milhão milhões miljoen"
         " miljoner millioner milion miliony milionów млн миллион миллиона миллионов milyon مليون"
         " מיליון mn triệu ล้าน juta",
    1e9: "billion billions milliarde milliarden mrd milliard milliards mil_millones miliardo miliardi"
         " bilhão bilhões mil_milhões miljard miljarder milliarder miliard miliardy miliardów млрд"
         " миллиард миллиарда миллиардов milyar مليار מיליארד bn tỷ พันล้าน miliar",
    1e7: "crore करोड़", 1e5: "lakh लाख",
}  # fmt: skip
"""Words that make the number before them larger."""

GLUED_SCALES: dict[float, str] = {
    1e3: "千 천",
    1e4: "万 萬 만",
    1e8: "亿 億 억",
    1e6: "百万",
    1e7: "千万",
}
"""The same in scripts that set no spaces between words."""
