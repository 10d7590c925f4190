// Copyright The otelfail Authors
// SPDX-License-Identifier: Apache-2.0

package classify

// languageRules: the plainest words for a cause in languages other than English.
// The first letter of a word that begins a sentence is left open where only
// ASCII letters are made small.
var languageRules = []rule{
	{
		name: "language_unreachable", cause: noAnswer, reason: Unreachable, retry: RetryYes,
		when: cond{any: []string{
			"*连接失败*", "*连接异常*", "*连接错误*", "*无法连接*", "*连接不上*", "*网络错误*", "*网络异常*", "*网络连接*", "*网络故障*", "*網路錯誤*", "*連線失敗*", "*無法連線*", "*接続できません*", "*接続に失敗*", "*接続エラー*", "*ネットワークエラー*", "*연결할 수 없*", "*연결 실패*", "*연결에 실패*", "*네트워크 오류*",
			"verbindung*…fehlgeschlagen", "verbindung*…nicht hergestellt*", "keine verbindung*", "nicht erreichbar", "netzwerkfehler*", "verbindungsfehler*", "impossible de se connecter*", "impossible de joindre*", "impossible de contacter*", "connexion impossible", "erreur réseau*", "erreur de connexion*", "échec de la connexion*", "no se pudo conectar*", "no se puede conectar*", "error de conexión*", "error de red", "fallo de conexión*", "não foi possível conectar*", "erro de conexão*", "erro de rede*", "falha na conexão*", "impossibile connettersi*", "errore di connessione*", "errore di rete*", "*е удалось подключиться*", "*е удается подключиться*", "*шибка подключения*", "*шибка сети*", "*шибка соединения*", "bağlantı hatası*", "bağlanılamadı*", //nolint:misspell // Italian
		}},
		example: "网络连接失败",
	},
	{
		name: "language_unsupported", cause: decode, reason: Unsupported, retry: RetryNo,
		when: cond{any: []string{
			"*不支持*", "*不支援*", "*サポートされていません*", "*サポートしていません*", "*対応していません*", "*未対応*", "*지원하지 않*", "*지원되지 않*", "nicht unterstützt*", "non pris en charge*", "non supporté*", "no soportad*", "no compatible*", "no admitid*", "no es compatible*", "não suportad*", "não é suportad*", "non supportat*", "*е поддерживается*", "*е поддерживаются*", "desteklenmiyor*",
		}},
		example: "不支持的文件类型",
	},
	{
		name: "language_parse", cause: decode, reason: Parse, retry: RetryNo,
		when: cond{any: []string{
			"*解析失败*", "*解析错误*", "*解析异常*", "*格式不正确*", "*格式有误*", "*无法解析*", "*格式無效*", "*格式错*", "*解析できません*", "*解析に失敗*", "*形式が正しく*", "*形式が不正*", "*형식이 잘못*", "*파싱*실패*", "ungültiges format", "formatfehler*", "format invalide", "format incorrect", "formato inválido", "formato incorrecto", "formato non valido", "*еверный формат*", "*шибка разбора*", "geçersiz format*",
		}},
		example: "JSON格式错误",
	},
	{
		name: "language_schema", cause: decode, reason: Schema, retry: RetryNo,
		when: cond{any: []string{
			"*不能为空*", "*不可为空*", "*必填*", "*缺少*", "*必须*", "*请提供*", "*请输入*", "*请指定*", "*未提供*", "*参数错误*", "*参数无效*", "*参数不*", "*類型錯誤*", "*类型错误*", "*不能為空*", "*必須*", "*入力してください*", "*指定してください*", "*필수*", "*입력해*", "ungültig*", "erforderlich", "fehlender parameter*", "pflichtfeld*", "parameter*…fehlt", "darf nicht leer*", "muss angegeben*", "paramètre*…manquant*", "est requis*", "obligatoire*", "ne peut pas être vide*", "paramètre invalide*", "valeur invalide*", "falta el*", "faltan*", "obligatori*", "requerido*", "parámetro inválido*", "valor inválido*", "no puede estar vacío*", "obrigatóri*", "parâmetro inválido*", "não pode ser vazio*", "mancante", "non può essere vuoto*", "*е указан*", "*бязательный параметр*", "*бязательное поле*", "*еверный параметр*", "*еверное значение*", "*екорректн*", "zorunlu*",
		}},
		example: "缺少必填参数: city",
	},
	{
		name: "language_refused", cause: answer, reason: BadRequest, retry: RetryNo, weak: Tool,
		when: cond{any: []string{
			"*无效*", "*無效*", "*有误*", "*错误的*", "*不合法*", "*非法*", "*不正确*", "*不允许*", "*已过期*", "*已存在*", "*重复*", "*余票不足*", "*库存不足*", "*无法取消*", "*无法修改*", "*超出范围*", "*超过限制*", "*無効*", "*不正な*", "*既に存在*", "*유효하지 않*", "*잘못된*", "*이미 존재*", "bereits vorhanden*", "existe déjà*", "n est pas valide*", "ya existe*", "no es válid*", "no válid*", "já existe*", "não é válid*", "non è valid*", "esiste già*", "*же существует*", "*едопустим*", "geçersiz*",
		}},
		example: "查询失败，城市代码无效",
	},
	{
		name: "language_later", cause: silent, reason: Other, retry: RetryYes,
		when:    cond{any: []string{"*稍后再试*", "*稍后重试*", "*請稍後*", "*请稍后*", "*しばらくして*", "*しばらく待って*", "*나중에 다시*", "später erneut*", "réessayer plus tard*", "réessayez plus tard*", "inténtelo más tarde*", "intente más tarde*", "inténtalo más tarde*", "tente novamente mais tarde*", "riprova più tardi*", "*овторите попытку позже*", "*опробуйте позже*"}},
		example: "操作失败，请稍后再试",
	},
}
